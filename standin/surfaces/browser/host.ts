import { ThreadWebWorker } from "@quilted/threads";
import { DOMRemoteReceiver } from "@remote-dom/core/receivers";
import { defineElements } from "./elements.ts";
import type { PageApi, PageData } from "./page-data.ts";
import type { WorkerApi } from "./worker.ts";

// The page around a block: draws what the worker asks for, and answers what a block may ask of Shopify.

const here = new URL(location.href);
const ask = async (path: string, method = "GET", more: [string, string][] = []): Promise<Response> => {
  const answer = await fetch(`${here.pathname}${path}?${new URLSearchParams([...here.searchParams, ...more])}`, { method });
  if (!answer.ok) throw new Error(`the stand-in answered ${answer.status}`);
  return answer;
};

const api: PageApi = {
  token: async () => (await ask("/token")).text(),
  async login() {
    await ask("/sign-in", "POST");
    here.searchParams.set("signed-in", "1");
    location.assign(here);
  },
  async applyDiscountCode(code, beside) {
    const { isTaken } = (await (await ask("/codes", "GET", [...beside, code].map((one) => ["code", one]))).json()) as { isTaken: boolean };
    if (isTaken) document.querySelector("#applied")?.append(`${code} `);
    return isTaken;
  },
};

// Links to the shop's real host name, or to a page of an extension, lead nowhere here; the stand-in has them at addresses of its own.
const domain = here.pathname.split("/")[2] ?? "";
document.addEventListener("click", (event) => {
  const href = event.composedPath().find((one) => one instanceof HTMLAnchorElement)?.href ?? "";
  const local = href === "extension:account-rewards/" ? `/surfaces/${domain}/rewards${here.search}` : href.startsWith(`https://${domain}/`) ? href.replace(`https://${domain}`, `/storefront/${domain}`) : undefined;
  if (local === undefined) return;
  event.preventDefault();
  location.assign(local);
});

defineElements();
for (const mount of document.querySelectorAll<HTMLElement>("[data-block]")) {
  const page = JSON.parse(mount.dataset["block"] ?? "{}") as PageData;
  const receiver = new DOMRemoteReceiver({ root: mount });
  const worker = new Worker("/surfaces/worker.js");
  worker.addEventListener("error", (event) => console.error("the block failed:", event.message));
  await new ThreadWebWorker<WorkerApi>(worker).imports.draw(receiver.connection, page, api);
  mount.dataset["drawn"] = "true";
}
