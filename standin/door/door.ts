import { request, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import type { StandinSettings } from "#standin/settings.ts";

/** Headers in which the app names Shopify's hosts or its own public address. */
const REWRITTEN = ["content-security-policy", "link", "location", "x-remix-redirect", "x-shopify-api-request-failure-reauthorize-url"];

/** Puts the stand-in's addresses in the place of Shopify's two hosts and of the app's public address. */
function localize(text: string, { adminOrigin, doorOrigin, appUrl }: StandinSettings): string {
  return text
    .replaceAll("https://admin.shopify.com", adminOrigin)
    .replaceAll("https://cdn.shopify.com/shopifycloud", `${adminOrigin}/shopifycloud`)
    .replaceAll(appUrl, doorOrigin)
    .replaceAll(encodeURIComponent(appUrl), encodeURIComponent(doorOrigin));
}

function forwardedHeaders(incoming: IncomingMessage, { appUrl, doorOrigin }: StandinSettings): OutgoingHttpHeaders {
  const { host, protocol } = new URL(appUrl);
  const headers: OutgoingHttpHeaders = {
    ...incoming.headers, host, "x-forwarded-host": host, "x-forwarded-proto": protocol.slice(0, -1),
    "x-forwarded-for": incoming.socket.remoteAddress,
    // A compressed page could not be rewritten.
    "accept-encoding": "identity",
  };
  for (const name of ["origin", "referer"]) {
    const value = incoming.headers[name];
    if (typeof value === "string" && value.startsWith(doorOrigin)) headers[name] = appUrl + value.slice(doorOrigin.length);
  }
  return headers;
}

/**
 * The browser's way to the app: passes everything through and rewrites addresses in pages, scripts and five headers.
 * A page is held until it is whole, so nothing streams through the door.
 */
export function passThroughDoor(settings: StandinSettings, incoming: IncomingMessage, answer: ServerResponse): void {
  const { hostname, port } = new URL(settings.appOrigin);
  const outgoing = request({ hostname, port, method: incoming.method, path: incoming.url, headers: forwardedHeaders(incoming, settings) });
  outgoing.on("response", (response) => {
    const headers: OutgoingHttpHeaders = { ...response.headers };
    for (const name of REWRITTEN) {
      const value = headers[name];
      if (value !== undefined) headers[name] = localize(String(value), settings);
    }
    const status = response.statusCode ?? 502;
    if (!/^(text|application)\/(html|javascript)/.test(response.headers["content-type"] ?? "")) {
      answer.writeHead(status, headers);
      response.pipe(answer);
      return;
    }
    const parts: Buffer[] = [];
    response.on("data", (part: Buffer) => parts.push(part));
    response.on("end", () => {
      const body = Buffer.from(localize(Buffer.concat(parts).toString("utf8"), settings));
      delete headers["transfer-encoding"];
      delete headers["etag"];
      answer.writeHead(status, { ...headers, "content-length": body.length });
      answer.end(body);
    });
  });
  outgoing.on("error", (error: NodeJS.ErrnoException) => {
    if (!answer.headersSent) answer.writeHead(502, { "content-type": "text/plain" });
    answer.end(`The app does not answer at ${settings.appOrigin}: ${error.code ?? error.message}`);
  });
  answer.on("close", () => outgoing.destroy());
  incoming.pipe(outgoing);
}
