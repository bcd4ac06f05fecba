import { request } from "node:http";
import { appDocumentPath } from "#standin/admin-shell/app-address.ts";
import type { ShopHouse } from "#standin/shop-house.ts";
import type { Standin } from "#standin/standin.ts";

/** The library answers 410 to anything that looks like a program. */
const CHROME = "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
const REDIRECTS_MAX = 5;

interface Opened {
  status: number;
  url: string;
}

/** Opens the app as a browser in the admin does: installs it if need be, gets its first page, follows redirects. */
export async function openApp(standin: Standin, house: ShopHouse, path: string): Promise<Opened> {
  standin.installIfNeeded(house);
  const { appOrigin, doorOrigin } = standin.settings;
  let url = new URL(appDocumentPath(standin.settings, house.shop.settings.domain, { path }), doorOrigin);
  for (let hop = 0; hop < REDIRECTS_MAX; hop += 1) {
    const { status, location } = await getDocument(url);
    if (status < 300 || status >= 400 || !location) return { status, url: url.href };
    const next = new URL(location, url);
    if (next.origin !== doorOrigin && next.origin !== appOrigin) return { status, url: next.href };
    url = new URL(next.pathname + next.search, doorOrigin);
  }
  return { status: 310, url: url.href };
}

function getDocument(url: URL): Promise<{ status: number; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { headers: { "user-agent": CHROME, accept: "text/html", "accept-language": "en-GB" } });
    outgoing.on("response", (answer) => {
      answer.resume();
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, location: answer.headers.location }));
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}
