import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RetryableError, TerminalError } from "./errors.ts";
import { fetchBulkFile } from "./fetch-bulk-file.server.ts";

let elsewhere: Server;
const asked: string[] = [];
const realFetch = globalThis.fetch;

beforeAll(async () => {
  elsewhere = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (request.url === "/moved") response.writeHead(302, { location: "/secret" }).end();
    else response.end("{}\n");
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  // Every address leads to one server of ours, which no bulk file may be read from.
  const { port } = elsewhere.address() as AddressInfo;
  globalThis.fetch = (input, init) => realFetch(`http://127.0.0.1:${port}${new URL(input instanceof Request ? input.url : input).pathname}`, init);
});
afterAll(() => {
  globalThis.fetch = realFetch;
  elsewhere.close();
});

it.each([
  ["another host", "https://files.example.com/secret"],
  ["a host that only begins like Shopify's", "https://storage.googleapis.com.example.com/secret"],
  ["a host behind a user's name", "https://storage.googleapis.com@example.com/secret"],
  ["a machine of the network", "https://169.254.169.254/secret"],
  ["a way that is not encrypted", "http://storage.googleapis.com/secret"],
])("a bulk file is not read from %s", async (_case, address) => {
  await expect(fetchBulkFile(address, 0)).rejects.toThrow(TerminalError);
  expect(asked).toEqual([]);
});

it("a bulk file that has moved is not followed", async () => {
  await expect(fetchBulkFile("https://storage.googleapis.com/moved", 0)).rejects.toThrow(RetryableError);
  expect(asked).toEqual(["/moved"]);
});
