// node --import ./standin/preload.ts <server>: Shopify's hosts are played by the stand-in at STANDIN_ADMIN, and nothing
// else but loopback can be reached. The product holds no word about it.

const admin = new URL(process.env["STANDIN_ADMIN"] ?? "http://127.0.0.1:4700");
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;
const PLAYED = /^[\w-]+\.myshopify\.com$|^(shopify-staged-uploads\.)?storage\.googleapis\.com$/;
if (!LOOPBACK.test(admin.hostname)) throw new Error("the stand-in lives on loopback only");
// One look-up less, and no IPv6 attempt where nobody listens.
if (admin.hostname === "localhost") admin.hostname = "127.0.0.1";

const realFetch = globalThis.fetch;

globalThis.fetch = async function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.protocol === "data:" || LOOPBACK.test(url.hostname)) return realFetch(input, init);
  if (!PLAYED.test(url.hostname)) throw new TypeError(`the stand-in knows no way to ${url.origin}`);
  const played = `${admin.origin}/_/${url.hostname}${url.pathname}${url.search}`;
  return realFetch(input instanceof Request ? new Request(played, input) : played, init);
};

export {};
