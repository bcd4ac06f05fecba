import { performEffects } from "#app/jobs/perform-effects.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { redeemReward, type Redeemed } from "#app/usecases/redeem-reward.server.ts";
import { createCustomer, signIn } from "#standin/shop/change-customer.ts";
import type { CustomerRecord } from "#standin/shop/records.ts";
import type { Lab, LabShop } from "./shop-lab.ts";

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

const SCOPES = ["write_discounts", "write_gift_cards", "write_store_credit_account_transactions", "write_orders"];

export interface RedeemingShop {
  lab: LabShop;
  shop: Shop;
  /** A customer who has signed in and holds so many points. */
  customer: (points: number) => Promise<CustomerRecord>;
  redeem: (customer: { id: string }, rewardId: string, more?: { points?: number; key?: string; now?: Date }) => Promise<Redeemed>;
  /** Performs what is due in Shopify, so many minutes from now; Shopify's clock goes along. */
  perform: (minutes?: number) => Promise<number>;
  balance: (customer: { id: string }) => Promise<number>;
  entries: (customer: { id: string }) => Promise<[kind: string, settledPoints: number, waivedPoints: number][]>;
  redemption: (redemptionId: string) => Promise<{ state: string; code: string; order_id: string | null; return_reason: string | null; refusal: string | null; confirmed_at: Date | null }>;
  /** Takes in what Shopify tells. */
  hear: () => Promise<void>;
}

let names = 0;
let keys = 0;

/** A shop in the stand-in with the app, a published program that earns a point a pound at once, and these rewards. */
export async function openRedeemingShop(all: Lab, rewards: object[], { scopes = SCOPES, program = {} }: { scopes?: string[]; program?: object } = {}): Promise<RedeemingShop> {
  names += 1;
  const lab = all.shop(`redeeming-${names}.myshopify.com`, { scopes });
  const shop = await lab.install();
  await lab.readHistory();
  const now = new Date(Date.now() - DAY_MS);
  const earnRules = [{ id: "spend", kind: "amount", points: 1, perMinor: 100, conditions: [] }];
  const saved = await saveDraft(shop.id, { pendingDays: 0, earnRules, rewards, ...program }, { by: "test", now });
  if (saved.outcome !== "saved") throw new Error(JSON.stringify(saved));
  await publishProgram(shop.id, { by: "test", now });
  // The job that publishing asks for: until it has run, everybody counts as due.
  await settleDue(shop.id, now);
  const standin = lab.house.shop;
  return {
    lab,
    shop,
    async customer(points) {
      // Two versions of one second would be told apart by nothing.
      const customer = createCustomer(standin, { email: `c${(keys += 1)}@example.com`, createdAt: new Date(Date.now() - DAY_MS).toISOString() });
      signIn(standin, customer);
      await lab.deliver(lab.takeTold());
      if (points > 0) await adjustPoints(shop.id, { customerId: customer.id, points, reason: "a gift", by: "test", idempotencyKey: `gift-${(keys += 1)}` }, new Date());
      return customer;
    },
    redeem: ({ id }, rewardId, { points, key = `k${(keys += 1)}`, now: at = new Date() } = {}) =>
      redeemReward(shop.id, { customerId: id, rewardId, points, idempotencyKey: key, by: { kind: "customer" }, now: at }),
    async perform(minutes = 0) {
      const at = new Date(Date.now() + minutes * MINUTE_MS);
      const present = standin.nowMs;
      lab.setClock(at);
      const answered = await performEffects(shop, () => at);
      standin.nowMs = present;
      return answered;
    },
    async balance({ id }) {
      const { rows } = await pool.query<{ points: string }>("SELECT settled_points AS points FROM member_points WHERE shop_id = $1 AND customer_id = $2", [shop.id, id]);
      return Number(rows[0]?.points ?? 0);
    },
    async entries({ id }) {
      const { rows } = await pool.query<{ kind: string; s: string; w: string }>("SELECT kind, settled_points s, waived_points w FROM ledger_entries WHERE shop_id = $1 AND customer_id = $2 ORDER BY id", [shop.id, id]);
      return rows.map((row) => [row.kind, Number(row.s), Number(row.w)]);
    },
    async redemption(redemptionId) {
      const { rows } = await pool.query("SELECT state, code, order_id, return_reason, refusal, confirmed_at FROM redemptions WHERE shop_id = $1 AND redemption_id = $2", [shop.id, redemptionId]);
      return rows[0];
    },
    hear: () => lab.deliver(lab.takeTold()),
  };
}

/** The id of a redemption that went through. */
export function redeemedId(redeemed: Redeemed): string {
  if (redeemed.outcome !== "redeemed") throw new Error(`not redeemed: ${JSON.stringify(redeemed)}`);
  return redeemed.redemption.redemptionId;
}
