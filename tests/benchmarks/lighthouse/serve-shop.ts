import { USUAL_POINTS_NAME } from "#app/domain/points/points-name.ts";
import { program } from "#app/domain/program/program.ts";
import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { memberSummaryOf } from "#app/domain/summary/member-summary.ts";
import { programSummaryOf } from "#app/domain/summary/program-summary.ts";
import { readProgram } from "#scripts/demo/read-program.ts";
import { setMetafield } from "#standin/shop/metafields.ts";
import { startStandin } from "#standin/start-standin.ts";
import { answerQuestions } from "../part.ts";
import { SHOP_DOMAIN } from "../shop-domain.ts";

// The stand-in's shop as a loyal customer meets it: the demo's program, and a product of several prices. No app is needed:
// the blocks are drawn from what Shopify was told.

const PRODUCTS = 24;

const standin = await startStandin({ apiKey: process.env["SHOPIFY_API_KEY"] ?? "", apiSecret: process.env["SHOPIFY_API_SECRET"] ?? "", appScopes: [] });
const house = standin.standin.createShop({ domain: SHOP_DOMAIN, name: "Bench", currency: "GBP", timeZone: "Europe/London", plan: "Basic", customerAccounts: "NEW_CUSTOMER_ACCOUNTS", grantableScopes: null });
standin.standin.installIfNeeded(house);
const { shop } = house;
for (let number = 1; number <= PRODUCTS; number += 1) {
  const id = shop.nextId("product");
  shop.products.set(id, { id, variantId: `${id}1`, title: `Product ${number} with a name of some length`, sku: "", priceMinor: 1_000 + number * 50, createdAtMs: 0, giftCard: false, moreVariants: [{ id: `${id}2`, title: "Large", priceMinor: 3_000 }] });
}
const customerId = shop.nextId("customer");
shop.addCustomer({ id: customerId, email: "loyal@example.com", firstName: null, lastName: null, state: "ENABLED", tags: [], note: null, createdAtMs: 0, updatedAtMs: 0, orders: [] });

const now = new Date();
const version = { version: 1, startsAt: now, isPaused: false, currency: "GBP", program: program.parse({ pointsName: USUAL_POINTS_NAME, ...(readProgram("demo") as object) }) };
const member = { stage: "loyal" as const, orderCount: 3, pendingPoints: 120, settledPoints: 4_200, isClaimed: true, lastOrderAt: null, tierId: version.program.tiers[0]?.id ?? null, isExcluded: false };
const tell = (ownerGid: string, key: string, value: object) => setMetafield(shop, { ownerGid, namespace: "$app:loyalty", key, type: "json", value: JSON.stringify(value) });
tell(`gid://shopify/Shop/${shop.id}`, "program", programSummaryOf(version, { policy: DEFAULT_COUNTING_POLICY, now }));
tell(`gid://shopify/Customer/${customerId}`, "summary", memberSummaryOf(member, version, { now, timeZone: "Europe/London", mergeSameDay: false }));

answerQuestions(
  {
    addresses: () => {
      const root = `${standin.adminOrigin}/storefront/${SHOP_DOMAIN}`;
      const [productId = ""] = shop.products.keys();
      return { home: `${root}/?customer=${customerId}`, product: `${root}/products/${productId}?customer=${customerId}`, collection: `${root}/collections/all?customer=${customerId}` };
    },
  },
  () => standin.stop(),
);
