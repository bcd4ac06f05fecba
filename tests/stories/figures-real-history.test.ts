import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { getNthOrder, getSummary } from "#app/queries/metrics.server.ts";
import { getShopFigures } from "#app/queries/shop-figures.server.ts";
import { timesByCustomer } from "#tests/factories/count-by-hand.ts";
import { expectNthOrder, expectSummary } from "#tests/factories/expect-figures.ts";
import { type HistoricOrder, readRealHistory } from "#tests/factories/real-history.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";

const DAY_MS = 86_400_000;

let shopId: number;
let history: HistoricOrder[];

beforeAll(async () => {
  history = readRealHistory();
  shopId = await storeShop(pool);
  const firstOrders = new Map([...history].reverse().map((order) => [order.customerId, order.at]));
  await storeCustomers(pool, shopId, [...firstOrders].map(([id, at]) => ({ id, createdAt: new Date(at).toISOString() })));
  await storeOrders(pool, shopId, history.map((order, index) => ({ id: index + 1, customerId: order.customerId, processedAt: new Date(order.at).toISOString(), totalMinor: order.totalMinor })));
});

const END = "2011-12-09T12:50:00Z";
const instants = [["when it ends", END], ["in the middle of it", "2011-06-01T00:00:00Z"], ["at the very instant of its first order", "2010-12-01T08:26:00Z"], ["a month after its end", "2012-01-09T12:50:00Z"], ["before it begins", "2010-12-01T08:25:59Z"]] as const;

describe.each(instants)("the figures of the real history, %s", (_, instant) => {
  const asOf = new Date(instant);

  it("agree with a count by hand in the summary", async () => {
    expectSummary(await getSummary(shopId, asOf), history, asOf.getTime());
  });

  it.each([null, 1, 30, 90, 180, 1_000_000])("agree with a count by hand in the conversion within %s days", async (withinDays) => {
    const nthOrder = await getNthOrder(shopId, { asOf, withinDays });
    expect(nthOrder.withinDays).toBe(withinDays);
    expectNthOrder(nthOrder, history, asOf.getTime());
  });
});

describe("the figures that the real history is known by", () => {
  it("are 18,532 orders of 4,338 customers, 2,845 of them with a second and 2,010 with a third", async () => {
    const summary = await getSummary(shopId, new Date(END));
    expect(summary).toMatchObject({ orders: 18_532, customers: 4_338, customersWithAtLeast: { "2": 2_845, "3": 2_010 } });
    expect(summary.stages).toEqual({ prospect: 0, first: 1_493, second: 835, loyal: 1_138, champion: 872 });
  });

  it("count 222 second orders on the day of the first", async () => {
    const { sameDaySeconds } = await getShopFigures(shopId, new Date(END));
    expect(sameDaySeconds).toEqual({ sameDay: 222, all: 2_845 });
  });

  it("say who reached a second and a third order in the last seven days", async () => {
    const { thisWeek, weekBefore } = await getShopFigures(shopId, new Date(END));
    const end = Date.parse(END);
    const reached = (rank: number, toMs: number) =>
      timesByCustomer(history, end).filter((times) => times.length >= rank && times[rank - 1]! > toMs - 7 * DAY_MS && times[rank - 1]! <= toMs).length;
    expect(thisWeek).toMatchObject({ reachedSecond: reached(2, end), reachedThird: reached(3, end), movedBack: 0 });
    expect(weekBefore).toMatchObject({ reachedSecond: reached(2, end - 7 * DAY_MS), reachedThird: reached(3, end - 7 * DAY_MS), movedBack: 0 });
  });
});
