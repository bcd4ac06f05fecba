import type { IncomingMessage, ServerResponse } from "node:http";
import { answerShopHost } from "#standin/admin-api/admin-api-endpoint.ts";
import { serveResult } from "#standin/bulk-operations/serve-result.ts";
import { takeUpload, UPLOAD_HOST } from "#standin/bulk-operations/staged-uploads.ts";
import { answerControl } from "#standin/control/control-api.ts";
import { send, sendJson } from "#standin/http.ts";
import { answerMailbox } from "#standin/mailbox/answer-mailbox.ts";
import { mintSessionToken } from "#standin/oauth/session-token.ts";
import type { Standin } from "#standin/standin.ts";
import { answerSurfaces } from "#standin/surfaces/answer-surfaces.ts";
import { answerStorefront } from "#standin/storefront/answer-storefront.ts";
import { appBridgeScript, shellFile } from "./shell-files.ts";
import { renderShell } from "./render-shell.ts";

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Everything at the admin's address: Shopify's hosts below /_/, the control API, App Bridge, and the admin's own pages. */
export async function answerAdmin(standin: Standin, incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
  // The admin hands out signed id tokens; a page elsewhere must not get them by rebinding its host name.
  if (!LOOPBACK.test(incoming.headers.host ?? "")) return send(answer, 421, { type: "text/plain", body: "loopback only" });
  const url = new URL(incoming.url ?? "/", standin.settings.adminOrigin);
  const { pathname } = url;
  if (pathname.startsWith("/standin/") && isFromElsewhere(incoming, standin)) return send(answer, 403, { type: "text/plain", body: "another site" });
  if (pathname.startsWith("/_/")) return answerPlayedHost(standin, incoming, answer);
  if (standin.mailbox && /^(\/standin)?\/mailbox(\/|$)/.test(pathname)) return answerMailbox(standin.mailbox, incoming, { url, answer });
  if (pathname === "/standin/id-token") return sendIdToken(standin, url.searchParams.get("shop") ?? "", answer);
  if (pathname.startsWith("/standin/")) return answerControl(standin, incoming, answer);
  if (pathname === "/shopifycloud/app-bridge.js") return send(answer, 200, { type: "text/javascript; charset=utf-8", body: appBridgeScript() });
  if (pathname.startsWith("/surfaces/") && (await answerSurfaces(standin, { url, method: incoming.method ?? "GET" }, answer))) return;
  if (pathname.startsWith("/storefront/") && (await answerStorefront(standin, { incoming, url }, answer))) return;
  const file = shellFile(pathname);
  if (file) return send(answer, 200, file);
  if (pathname === "/" || pathname === "/admin") return redirectToFirstShop(standin, answer);
  const page = renderShell(standin, url);
  if (page === undefined) return send(answer, 404, { type: "text/plain", body: "Not found" });
  send(answer, 200, { type: "text/html; charset=utf-8", body: page });
}

/** A page of another site in the same browser must not drive the shops. */
const isFromElsewhere = ({ headers: { origin } }: IncomingMessage, { settings }: Standin): boolean =>
  origin !== undefined && origin !== settings.adminOrigin;

async function answerPlayedHost(standin: Standin, incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? "/", standin.settings.adminOrigin);
  const match = /^\/_\/([a-z0-9.-]+)(\/.*)$/.exec(url.pathname);
  if (match?.[1] === "storage.googleapis.com") return answerStorage(standin, url.pathname, { incoming, answer });
  if (match?.[1] === UPLOAD_HOST) return takeUpload(standin.houses.values(), incoming, answer);
  const house = standin.houses.get(match?.[1] ?? "");
  if (!house) return sendJson(answer, 404, { errors: "Not Found" });
  await answerShopHost({ house, credentials: standin.settings, path: match?.[2] ?? "/" }, incoming, answer);
}

function answerStorage(
  standin: Standin, path: string, { incoming, answer }: { incoming: IncomingMessage; answer: ServerResponse },
): void {
  const key = /\/([0-9a-f]+)-final$/.exec(path)?.[1] ?? "";
  const result = [...standin.houses.values()].map((house) => house.bulkOperations.findResult(key)).find(Boolean);
  if (result) serveResult(result, incoming, answer);
  else send(answer, 404, { type: "application/xml", body: "<Error><Code>NoSuchKey</Code></Error>" });
}

/** A fresh token for the admin page that is open in a browser; an uninstalled app gets none. */
function sendIdToken(standin: Standin, domain: string, answer: ServerResponse): void {
  const house = standin.houses.get(domain);
  if (!house?.shop.installed) return send(answer, 404, { type: "text/plain", body: "The app is not installed" });
  send(answer, 200, { type: "text/plain", body: mintSessionToken(standin.settings, domain) });
}

function redirectToFirstShop(standin: Standin, answer: ServerResponse): void {
  const [domain] = standin.houses.keys();
  if (!domain) return send(answer, 200, { type: "text/plain", body: "There is no shop yet." });
  const location = `/store/${domain.replace(".myshopify.com", "")}/apps/${standin.settings.apiKey}`;
  send(answer, 302, { type: "text/plain", body: "", headers: { location } });
}
