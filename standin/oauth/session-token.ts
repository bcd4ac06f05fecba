import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

export interface AppCredentials {
  apiKey: string;
  apiSecret: string;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const signatureOf = (text: string, secret: string): string => createHmac("sha256", secret).update(text).digest("base64url");

/** The id token (session token) that App Bridge hands to the app: HS256, valid for a minute as Shopify's. */
export function mintSessionToken(credentials: AppCredentials, shopDomain: string, lifetimeSeconds = 60): string {
  const now = Math.floor(Date.now() / 1000);
  return sign(credentials, {
    iss: `https://${shopDomain}/admin`, dest: `https://${shopDomain}`, aud: credentials.apiKey, sub: "42",
    exp: now + lifetimeSeconds, nbf: now - 1, iat: now - 1, jti: randomUUID(), sid: randomUUID(),
  });
}

/**
 * The session token of a block after checkout or in the account, valid for five minutes as Shopify's. It names the customer
 * only where one is signed in.
 */
export function mintShopperToken(credentials: AppCredentials, shopDomain: string, { customerId, lifetimeSeconds = 300 }: { customerId?: string; lifetimeSeconds?: number } = {}): string {
  const now = Math.floor(Date.now() / 1000);
  return sign(credentials, {
    dest: shopDomain, aud: credentials.apiKey, exp: now + lifetimeSeconds, nbf: now - 1, iat: now - 1, jti: randomUUID(),
    ...(customerId !== undefined && { sub: `gid://shopify/Customer/${customerId}` }),
  });
}

function sign({ apiSecret }: AppCredentials, claims: object): string {
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${signatureOf(text, apiSecret)}`;
}

/** Why a session token is refused, or undefined when it is good for this shop. */
export function findTokenFault(token: string, credentials: AppCredentials, shopDomain: string): string | undefined {
  const [header = "", body = "", signature = ""] = token.split(".");
  const expected = Buffer.from(signatureOf(`${header}.${body}`, credentials.apiSecret));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return "signature";
  const claims = JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as { aud: string; dest: string; exp: number };
  if (claims.aud !== credentials.apiKey) return "aud";
  if (claims.dest !== `https://${shopDomain}`) return "dest";
  return claims.exp < Date.now() / 1000 ? "expired" : undefined;
}
