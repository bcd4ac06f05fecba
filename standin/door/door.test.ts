import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startStandin, type RunningStandin } from "#standin/start-standin.ts";

const PAGE = "<script src=\"https://cdn.shopify.com/shopifycloud/app-bridge.js\"></script><img src=\"https://cdn.shopify.com/tea.png\"><a href=\"https://loyalty.example.com/app\">";

describe("the door to the app", () => {
  let app: Server;
  let running: RunningStandin;
  let asked: IncomingMessage | undefined;
  beforeAll(async () => {
    app = createServer((incoming, answer) => {
      asked = incoming;
      answer.setHeader("content-security-policy", "frame-ancestors https://tea.myshopify.com https://admin.shopify.com");
      if (incoming.url === "/data") answer.setHeader("content-type", "application/json").end("\"https://admin.shopify.com\"");
      else if (incoming.url === "/away") answer.writeHead(302, { location: "https://admin.shopify.com/store/tea" }).end();
      else answer.setHeader("content-type", "text/html").end(PAGE);
    });
    app.listen(0, "127.0.0.1");
    await once(app, "listening");
    running = await startStandin({
      apiKey: "key", apiSecret: "secret", appScopes: [], appUrl: "https://loyalty.example.com", appOrigin: `http://127.0.0.1:${(app.address() as AddressInfo).port}`,
    });
  });
  afterAll(async () => {
    await running.stop();
    app.close();
  });

  const get = (path: string) => fetch(running.doorOrigin + path, { redirect: "manual" });

  it("makes Shopify's two hosts and the app's public address local, and leaves pictures alone", async () => {
    const { adminOrigin, doorOrigin } = running;
    const answer = await get("/");
    expect(await answer.text()).toBe(`<script src="${adminOrigin}/shopifycloud/app-bridge.js"></script><img src="https://cdn.shopify.com/tea.png"><a href="${doorOrigin}/app">`);
    expect(answer.headers.get("content-security-policy")).toBe(`frame-ancestors https://tea.myshopify.com ${adminOrigin}`);
    expect((await get("/away")).headers.get("location")).toBe(`${adminOrigin}/store/tea`);
  });

  it("leaves data as it is", async () => {
    expect(await (await get("/data")).text()).toBe("\"https://admin.shopify.com\"");
  });

  it("tells the app its public address", async () => {
    await get("/");
    expect(asked?.headers).toMatchObject({ host: "loyalty.example.com", "x-forwarded-host": "loyalty.example.com", "x-forwarded-proto": "https" });
  });

  it("says so when the app does not answer", async () => {
    const { settings } = running.standin;
    const { appOrigin } = settings;
    settings.appOrigin = "http://127.0.0.1:9";
    const answer = await get("/");
    settings.appOrigin = appOrigin;
    expect([answer.status, await answer.text()]).toEqual([502, "The app does not answer at http://127.0.0.1:9: ECONNREFUSED"]);
  });
});
