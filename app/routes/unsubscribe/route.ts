import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { isLanguage } from "#app/domain/messages/language.ts";
import { renderOptOutPage, type OptOutState } from "#app/email/opt-out-page.ts";
import { now } from "#app/platform/clock.server.ts";
import { findOptOutLink, optOutOfMail } from "#app/usecases/opt-out-of-mail.server.ts";

const KEY_LENGTH_MAX = 120;

/** The page behind the link in a mail. Looking at it changes nothing: mail programs open links to check them. */
export async function loader({ request }: LoaderFunctionArgs) {
  const asked = await read(request);
  return page(request, asked ? { kind: "ask", ...asked.shown } : { kind: "broken" });
}

/** One click in a mail program (RFC 8058: List-Unsubscribe=One-Click), or the button of the page. */
export async function action({ request }: ActionFunctionArgs) {
  const asked = await read(request);
  if (!asked) return page(request, { kind: "broken" });
  // The address says it all; some mail programs send no body, or one of another kind than the page's own form.
  const isUndo = new URLSearchParams(await request.text()).get("wish") === "undo";
  await optOutOfMail(asked.link, { wish: isUndo ? "undo" : asked.shown.why === "one_off" ? "one_off" : "unsubscribed", now: now() });
  return page(request, { kind: isUndo ? "undone" : "done", ...asked.shown });
}

async function read(request: Request) {
  const query = new URL(request.url).searchParams;
  const key = query.get("k") ?? "";
  const found = key.length <= KEY_LENGTH_MAX ? await findOptOutLink(key) : undefined;
  return found && { link: found.link, shown: { shopName: found.shop.name, key, why: query.get("why") === "one_off" ? "one_off" : null } };
}

function page(request: Request, state: OptOutState): Response {
  const asked = new URL(request.url).searchParams.get("lang") ?? "";
  return new Response(renderOptOutPage(state, isLanguage(asked) ? asked : "en"), {
    status: state.kind === "broken" ? 404 : 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    },
  });
}
