import type { CustomerList } from "#app/contract/customers.ts";
import type { BalanceAnswer } from "#app/contract/points.ts";
import type { RedemptionAnswer, RewardList } from "#app/contract/redemptions.ts";
import { askApi, type Api } from "#scripts/demo/api.ts";
import type { Scene } from "#scripts/demo/play.ts";
import type { StandinControl } from "#scripts/standin-control.ts";

/** What becomes of the codes, one shopper each: most are kept for later, as in life. */
const PLANS = ["use", "keep", "use", "cancel", "use", "keep", "keep"] as const;
type Plan = (typeof PLANS)[number];

/** Loyal customers are looked at in this many steps, so that the shoppers are not all of one day. */
const LOOK_AT = 70;
const LOOK_EVERY_MS = 100;
/** Shopify's answer takes less than a second; a code that is not there by now is left to whoever looks at the page. */
const CODE_WITHIN_MS = 20_000;

type Offer = { id: string; kind: string; costPoints: number; minimumOrderMinor: number };
type Shopper = { id: string; stageOrderId: string };

/**
 * Redeems some rewards through the REST API. Three codes are used at the stand-in's checkout, on orders that wait for their
 * payment: an unpaid order holds the points and counts nowhere yet, so the shop's figures stay those of the real history.
 * One code is taken back. Without a program or rewards nothing happens.
 */
export async function playRedemptions({ control, shop, apiUrl, apiToken }: Scene): Promise<void> {
  const api: Api = { apiUrl, apiToken };
  const { items, isPaused } = await askApi<RewardList>(api, "rewards");
  const offers = (items as Offer[]).filter(({ kind }) => kind === "fixed_amount" || kind === "percentage" || kind === "free_shipping");
  if (isPaused || offers.length === 0) return;
  const shoppers = await findShoppers(api, { count: PLANS.length, points: Math.max(...offers.map(({ costPoints }) => costPoints)) });
  await Promise.all(shoppers.map((shopper, at) => redeem({ api, control, shop }, { shopper, offer: offers[at % offers.length]!, plan: PLANS[at]! })));
}

/** Customers of the loyal and champion stages who can pay, spread over those who bought last. */
async function findShoppers(api: Api, { count, points }: { count: number; points: number }): Promise<Shopper[]> {
  const pages = await Promise.all(["loyal", "champion"].map((stage) => askApi<CustomerList>(api, `customers?stage=${stage}&sort=-last_order&limit=${LOOK_AT}`)));
  const candidates = pages.flatMap(({ items }) => items.filter((_, at) => at % 5 === 0));
  const found: Shopper[] = [];
  for (const { id, stageOrderId } of candidates) {
    if (found.length === count) break;
    if (stageOrderId === null) continue;
    const { available } = await askApi<BalanceAnswer>(api, `customers/${id}/balance`);
    if (available >= points) found.push({ id, stageOrderId });
  }
  return found;
}

type House = { api: Api; control: StandinControl; shop: string };

async function redeem({ api, control, shop }: House, { shopper, offer, plan }: { shopper: Shopper; offer: Offer; plan: Plan }): Promise<void> {
  const asked = await askApi<RedemptionAnswer>(api, `customers/${shopper.id}/redemptions`, { method: "POST", key: `demo-${shopper.id}`, body: { rewardId: offer.id } });
  const { id, state, code } = await awaitCode(api, asked.id);
  if (state !== "issued" || code === null) return;
  if (plan === "cancel") await askApi(api, `redemptions/${id}/cancel`, { method: "POST" });
  if (plan === "use") await buyAgain({ api, control, shop }, { shopper, code, minimumMinor: offer.minimumOrderMinor });
}

async function awaitCode(api: Api, redemptionId: string): Promise<RedemptionAnswer> {
  const until = performance.now() + CODE_WITHIN_MS;
  for (;;) {
    const redemption = await askApi<RedemptionAnswer>(api, `redemptions/${redemptionId}`);
    if (redemption.state !== "issuing" || performance.now() > until) return redemption;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** The shopper buys once more what an earlier order held, as much as the code asks for, and pays later. */
async function buyAgain({ control, shop }: House, { shopper, code, minimumMinor }: { shopper: Shopper; code: string; minimumMinor: number }): Promise<void> {
  const { lines } = await control.orderById(shop, shopper.stageOrderId);
  const priced = lines.filter(({ productId, unitPriceMinor, quantity }) => productId !== null && unitPriceMinor > 0 && quantity > 0).slice(0, 5);
  const totalMinor = priced.reduce((sum, { unitPriceMinor, quantity }) => sum + unitPriceMinor * quantity, 0);
  if (totalMinor < Math.max(minimumMinor, 1)) return;
  await control.orderWithCode(shop, {
    code,
    customer: { id: shopper.id },
    paid: false,
    note: "Pays by bank transfer",
    lines: priced.map(({ productId, title, quantity, unitPriceMinor }) => ({ title, quantity, unitPriceMinor, ...(productId !== null && { productId }) })),
  });
}
