import type { IncomingMessage, ServerResponse } from "node:http";
import { readText, send, sendJson } from "#standin/http.ts";
import type { Standin } from "#standin/standin.ts";
import { NotFound, type ControlHandler, type ControlRoutes } from "./control-route.ts";
import { createShop } from "./create-shop.ts";
import { customerRoutes } from "./customer-routes.ts";
import { deliveryRoutes } from "./delivery-routes.ts";
import { discountRoutes } from "./discount-routes.ts";
import { historyRoutes } from "./history-routes.ts";
import { productRoutes } from "./product-routes.ts";
import { orderRoutes } from "./order-routes.ts";
import { shellRoutes } from "./shell-routes.ts";
import { shopRoutes, shownShop } from "./shop-routes.ts";
import { templateRoutes } from "./template-routes.ts";
import { themeRoutes } from "./theme-routes.ts";

const ROUTES: ControlRoutes = { ...shopRoutes, ...orderRoutes, ...customerRoutes, ...discountRoutes, ...productRoutes, ...deliveryRoutes, ...historyRoutes, ...shellRoutes, ...templateRoutes, ...themeRoutes };

interface Found {
  handler: ControlHandler;
  ids: string[];
}

/** The route of a method and a path; literal words go before ids, so that customers/merge is no customer. */
function findRoute(method: string, path: string): Found | undefined {
  const literal = ROUTES[`${method} ${path}`];
  if (literal) return { handler: literal, ids: [] };
  const ids: string[] = [];
  const pattern = path.replace(/^(orders|customers)\/([^/]+)/, (_whole, kind: string, id: string) => {
    ids.push(decodeURIComponent(id));
    return `${kind}/:id`;
  });
  const handler = ROUTES[`${method} ${pattern}`];
  return handler && { handler, ids };
}

/** The control API below /standin: what tests and the demo do to a shop. Errors are answered as {"error": sentence}. */
export async function answerControl(standin: Standin, incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? "/", standin.settings.adminOrigin);
  const method = incoming.method ?? "GET";
  try {
    const body = parseBody(await readText(incoming));
    const result = await route(standin, { method, url, body });
    if (typeof result === "string") send(answer, 200, { type: "text/plain; charset=utf-8", body: result });
    else sendJson(answer, 200, result);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    sendJson(answer, error instanceof NotFound ? 404 : 400, { error: error.message });
  }
}

function route(standin: Standin, { method, url, body }: { method: string; url: URL; body: Record<string, unknown> }): unknown {
  if (url.pathname === "/standin/app" && method === "PUT") {
    standin.settings.appOrigin = String(body["origin"]);
    return { appOrigin: standin.settings.appOrigin };
  }
  if (url.pathname === "/standin/shops") {
    if (method === "POST") return createShop(standin, body);
    return [...standin.houses.values()].map(shownShop);
  }
  const match = /^\/standin\/shops\/([\w.-]+)(?:\/(.*))?$/.exec(url.pathname);
  const house = standin.houses.get(match?.[1] ?? "");
  if (!house) throw new NotFound(`no shop at ${url.pathname}`);
  const found = findRoute(method, match?.[2] ?? "");
  if (!found) throw new NotFound(`no route ${method} ${url.pathname}`);
  return found.handler({ standin, house, ids: found.ids, body, query: url.searchParams });
}

function parseBody(text: string): Record<string, unknown> {
  return text === "" ? {} : JSON.parse(text) as Record<string, unknown>;
}
