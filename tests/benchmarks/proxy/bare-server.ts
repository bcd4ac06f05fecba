import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { answerQuestions } from "../part.ts";

// The floor: what any Node process must do that checks Shopify's signature of a forwarded query and reads one row by its key.
const CONNECTIONS = 10;
const key = createSecretKey(process.env["SHOPIFY_API_SECRET"] ?? "", "utf8");
const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: CONNECTIONS });

function isSigned(query: URLSearchParams): boolean {
  const claimed = Buffer.from(query.get("signature") ?? "", "hex");
  const pairs = [...query].filter(([name]) => name !== "signature").map(([name, value]) => `${name}=${value}`).sort();
  const expected = createHmac("sha256", key).update(pairs.join("")).digest();
  return claimed.length === expected.length && timingSafeEqual(claimed, expected);
}

const server = createServer((request, response) => {
  const query = new URLSearchParams(request.url?.split("?")[1]);
  if (!isSigned(query)) return void response.writeHead(401).end();
  const text = "select settled_points from member_points where shop_id = $1 and customer_id = $2";
  void pool.query({ name: "one-row", text, values: [1, query.get("logged_in_customer_id")] }).then(({ rows }) => {
    const body = JSON.stringify(rows[0]);
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) }).end(body);
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

answerQuestions({ port: () => (server.address() as AddressInfo).port }, () => pool.end());
