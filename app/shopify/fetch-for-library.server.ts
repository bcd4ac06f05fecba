import { logger } from "#app/platform/logger.server.ts";
import { fetchShopify } from "./fetch-shopify.server.ts";

type Answer = { status: number; headers: Headers; text: string };

const exchanges = new Map<string, Promise<Answer>>();

/** The library keeps what went wrong here to itself and answers with an empty page, so it is said in the log. */
async function answerOf(url: string, init: RequestInit): Promise<Answer> {
  const { host, pathname } = new URL(url);
  try {
    const { response, text } = await fetchShopify(url, init);
    if (!response.ok) logger.warn({ host, path: pathname, status: response.status }, "Shopify refused a request of its library");
    return { status: response.status, headers: response.headers, text };
  } catch (error) {
    logger.warn({ err: error, host, path: pathname }, "a request of Shopify's library failed");
    throw error;
  }
}

function responseOf({ status, headers, text }: Answer): Response {
  const kept = new Headers(headers);
  // The text is already unpacked and whole, which these two would deny.
  kept.delete("content-encoding");
  kept.delete("content-length");
  return new Response([204, 304].includes(status) ? null : text, { status, headers: kept });
}

/**
 * How Shopify's library reaches Shopify: with a time limit, and with one flight for identical token requests.
 *
 * A page and the frame around it load at the same time and would both exchange the same id token; the second exchange
 * is one too many, and its pair of tokens would replace the first.
 */
export async function fetchForLibrary(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const request = input instanceof Request ? input : undefined;
  const url = request?.url ?? String(input);
  const parts = request ? { method: request.method, headers: request.headers, body: await request.text(), ...init } : init;
  if (new URL(url).pathname !== "/admin/oauth/access_token" || typeof parts.body !== "string") return responseOf(await answerOf(url, parts));
  const key = `${url} ${parts.body}`;
  let flight = exchanges.get(key);
  if (!flight) {
    flight = answerOf(url, parts).finally(() => exchanges.delete(key));
    exchanges.set(key, flight);
  }
  return responseOf(await flight);
}
