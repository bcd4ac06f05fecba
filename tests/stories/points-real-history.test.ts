import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { loadOnlineRetail } from "#standin/histories/online-retail/load-online-retail.ts";
import { readRealHistory, type HistoricOrder } from "#tests/factories/real-history.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const SHOP = "gifts.myshopify.com";
const MULTIPLIERS = [1, 2, 3];
/** Reading and settling 18,532 orders is a matter of seconds, but not on a busy machine. */
const READING_MS = 240_000;

let lab: Lab;
let shopId: number;
const history = readRealHistory();

beforeAll(async () => {
  lab = await openLab();
  const shop = lab.shop(SHOP, { scopes: ["read_all_orders"] });
  loadOnlineRetail(shop.house.shop, { holdBackFromMs: Infinity });
  shopId = (await shop.install()).id;
  const now = new Date();
  await saveDraft(shopId, { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], nthOrderMultipliers: MULTIPLIERS }, { by: "test", now });
  await publishProgram(shopId, { startsAt: new Date("2010-01-01"), by: "test", now });
  await shop.readHistory();
}, READING_MS);

afterAll(() => lab.stop());

describe("the points of the real history", () => {
  it("are one for each whole pound, twice on the second order and three times on the third, once all of it is spendable", async () => {
    await settleDue(shopId, new Date(Date.now() + 100 * 86_400_000));
    const { rows } = await pool.query<{ customer: string; settled: string; pending: string }>(
      `SELECT split_part(c.email, '@', 1) AS customer, sum(e.settled_points) AS settled, sum(e.pending_points) AS pending
       FROM ledger_entries e JOIN customers c USING (shop_id, customer_id) WHERE shop_id = $1 GROUP BY 1`,
      [shopId],
    );
    expect(Object.fromEntries(rows.map(({ customer, settled }) => [customer, Number(settled)]))).toEqual(Object.fromEntries(pointsByHand(history)));
    expect(rows.filter(({ pending }) => Number(pending) !== 0)).toEqual([]);
  }, READING_MS);
});

/** Points for customers ("c12347"), added up in a loop over orders by time. */
function pointsByHand(orders: HistoricOrder[]): Map<string, number> {
  const counts = new Map<string, number>();
  const points = new Map<string, number>();
  for (const { customerId, totalMinor } of orders) {
    const nth = (counts.get(customerId) ?? 0) + 1;
    counts.set(customerId, nth);
    const earned = Math.floor((totalMinor * (MULTIPLIERS[nth - 1] ?? 1)) / 100);
    if (earned > 0) points.set(`c${customerId}`, (points.get(`c${customerId}`) ?? 0) + earned);
  }
  return points;
}
