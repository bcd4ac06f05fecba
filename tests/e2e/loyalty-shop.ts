import type { Browser } from "playwright-core";
import { publishProgram } from "#scripts/demo/publish-program.ts";
import { readProgram } from "#scripts/demo/read-program.ts";
import { launchBrowser } from "#tests/setup/browser.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { visitShop, type Visit, type VisitOptions } from "./shop-page.ts";

/** A customer of the shop: how many orders they have placed, and points that the merchant added. */
export interface Shopper {
  orders: number;
  points?: number;
}

export interface LoyaltyShop<Name extends string> {
  world: World;
  ids: Record<Name, string>;
  /** A product of £24.50; its title is `PRODUCT`. */
  productId: string;
  /** The stand-in for Shopify. */
  ask: <Answer>(path: string, body?: object) => Promise<Answer>;
  /** The app's own API, as a merchant uses it. */
  api: <Answer>(path: string, body?: object) => Promise<Answer>;
  balanceOf: (id: string) => Promise<{ available: number; redeemed: number }>;
  visit: (path: string, options?: VisitOptions) => Promise<Visit>;
  close: () => Promise<void>;
}

export const PRODUCT = "Mug <script>document.title='broken'</script>";

/** A shop with the demo's program, of whose customers Shopify has been told, and a browser to visit it with. */
export async function openLoyaltyShop<Name extends string>(shoppers: Record<Name, Shopper>): Promise<LoyaltyShop<Name>> {
  const world = await startWorld({ shops: [{ domain: SHOP }], scopes: ["read_all_orders", "write_discounts", "write_customers"] });
  const browser: Browser = await launchBrowser();
  await world.openApp(SHOP);
  await world.settled(SHOP);
  const token = await world.apiToken(SHOP);
  await publishProgram({ apiUrl: `${world.appOrigin}/api/v1`, apiToken: token }, { program: readProgram("demo"), startsAt: new Date(Date.now() - 86_400_000) });

  const ask = async <Answer>(path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(`${world.adminOrigin}/standin/shops/${SHOP}/${path}`, body ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {});
    return (await answer.json()) as Answer;
  };
  const api = async <Answer>(path: string, body?: object): Promise<Answer> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
    const answer = await fetch(`${world.appOrigin}/api/v1/${path}`, body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers });
    return (await answer.json()) as Answer;
  };

  const productId = (await ask<{ id: string }>("products", { title: PRODUCT, priceMinor: 2_450 })).id;
  const named = Object.entries<Shopper>(shoppers) as [Name, Shopper][];
  const ids = {} as Record<Name, string>;
  for (const [name, { orders }] of named) {
    const { id } = await ask<{ id: string }>("customers", { email: `${name}@example.com` });
    for (let placed = 0; placed < orders; placed += 1) await ask("orders", { customer: { id }, totalMinor: 40_000 });
    await ask(`customers/${id}/sign-in`, {});
    ids[name] = id;
  }
  await world.settled(SHOP);
  for (const [name, { points }] of named) if (points) await api(`customers/${ids[name]}/adjustments`, { points, reason: "welcome" });
  await world.settled(SHOP);
  for (const name of Object.keys(ids) as Name[]) await waitFor("the summary in Shopify", async () => (await ask<unknown[]>(`customers/${ids[name]}/metafields`)).length > 0, 90_000);
  return {
    world, ids, productId, ask, api,
    balanceOf: (id) => api(`customers/${id}/balance`),
    visit: (path, options = {}) => visitShop(browser, `${world.adminOrigin}/storefront/${SHOP}/${path}`, options),
    async close() {
      await browser.close();
      await world.stop();
    },
  };
}
