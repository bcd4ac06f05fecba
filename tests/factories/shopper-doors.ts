import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { handleAppProxy } from "#app/endpoints/app-proxy.ts";
import { handleCheckoutApi } from "#app/endpoints/checkout-api.ts";

export type DoorAnswer = { status: number; headers: Headers; body: Record<string, unknown> & { state?: string }; text: string };

export interface ShopperDoors {
  origin: string;
  /** Asks as a block does; `token` null: without one. */
  ask: (name: string, question: unknown, token: string | null, init?: RequestInit) => Promise<DoorAnswer>;
  get: (path: string, headers?: Record<string, string>) => Promise<DoorAnswer>;
  close: () => Promise<void>;
}

/** The two doors for shoppers, at an address of their own: the handlers that the web process has, without its pages. */
export async function openShopperDoors(): Promise<ShopperDoors> {
  const server = createServer((request, response) => {
    const [pathname = ""] = (request.url ?? "/").split("?");
    void (pathname.startsWith("/proxy/") ? handleAppProxy(request, response) : handleCheckoutApi(request, response, pathname));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    ask: (name, question, token, init = {}) =>
      read(fetch(`${origin}/checkout-api/${name}`, {
        method: "POST", body: typeof question === "string" ? question : JSON.stringify(question), ...init,
        headers: { "content-type": "application/json", ...(token !== null && { authorization: `Bearer ${token}` }) },
      })),
    get: (path, headers = {}) => read(fetch(`${origin}${path}`, { redirect: "manual", headers })),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function read(asked: Promise<Response>): Promise<DoorAnswer> {
  const answer = await asked;
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json");
  return { status: answer.status, headers: answer.headers, text, body: isJson ? (JSON.parse(text) as DoorAnswer["body"]) : {} };
}
