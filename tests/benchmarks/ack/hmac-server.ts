import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerQuestions } from "../part.ts";

// The floor: what any Node process must do that checks Shopify's signature, and nothing else.
const secret = process.env["SHOPIFY_API_SECRET"] ?? "";

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const expected = createHmac("sha256", secret).update(Buffer.concat(chunks)).digest();
    const claimed = Buffer.from(String(request.headers["x-shopify-hmac-sha256"]), "base64");
    response.writeHead(claimed.length === expected.length && timingSafeEqual(claimed, expected) ? 200 : 401).end();
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

answerQuestions({ port: () => (server.address() as AddressInfo).port });
