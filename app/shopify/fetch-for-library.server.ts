import { fetchShopify } from "./fetch-shopify.server.ts";

type Answer = { status: number; headers: Headers; text: string };

const exchanges = new Map<string, Promise<Answer>>();

async function answerOf(url: string, init: RequestInit): Promise<Answer> {
  const { response, text } = await fetchShopify(url, init);
  return { status: response.status, headers: response.headers, text };
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
