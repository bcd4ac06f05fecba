import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { getNthOrder, getSummary } from "#app/queries/metrics.server.ts";
import { getShopFigures } from "#app/queries/shop-figures.server.ts";
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

/** Each customer's order times, oldest first, of the orders up to an instant: everything below is counted from these by hand. */
function timesByCustomer(asOfMs: number): number[][] {
  return Object.values(Object.groupBy(history.filter(({ at }) => at <= asOfMs), ({ customerId }) => customerId)).map((orders = []) => orders.map(({ at }) => at));
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function wilson(converted: number, n: number): [number, number] {
  // The roots of (p - share)^2 = z^2 p (1 - p) / n, solved as a quadratic.
  const z2 = 1.959963984540054 ** 2;
  const share = converted / n;
  const [a, b, c] = [1 + z2 / n, -(2 * share + z2 / n), share ** 2];
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  return [(-b - root) / (2 * a), (-b + root) / (2 * a)];
}

const END = "2011-12-09T12:50:00Z";
const instants = [["when it ends", END], ["in the middle of it", "2011-06-01T00:00:00Z"], ["at the very instant of its first order", "2010-12-01T08:26:00Z"], ["a month after its end", "2012-01-09T12:50:00Z"], ["before it begins", "2010-12-01T08:25:59Z"]] as const;

describe.each(instants)("the figures of the real history, %s", (_, instant) => {
  const asOf = new Date(instant);

  it("agree with a count by hand in the summary", async () => {
    const customers = timesByCustomer(asOf.getTime());
    const atLeast = (n: number) => customers.filter((times) => times.length >= n).length;
    const orders = history.filter(({ at }) => at <= asOf.getTime());
    const revenue = orders.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
    const summary = await getSummary(shopId, asOf);
    const { medianGapDays, ...rest } = summary;
    expect(rest).toEqual({
      asOf: asOf.toISOString(),
      orders: orders.length,
      customers: customers.length,
      customersWithAtLeast: { "2": atLeast(2), "3": atLeast(3), "4": atLeast(4) },
      repeatRate: customers.length === 0 ? null : atLeast(2) / customers.length,
      averageOrderValueMinor: orders.length === 0 ? null : Math.floor(revenue / orders.length + 0.5),
      currency: "GBP",
      stages: { prospect: 0, first: atLeast(1) - atLeast(2), second: atLeast(2) - atLeast(3), loyal: atLeast(3) - atLeast(6), champion: atLeast(6) },
    });
    const ranksWithGap = Array.from({ length: Math.max(0, ...customers.map((times) => times.length - 1)) }, (_none, index) => index + 1);
    expect(Object.keys(medianGapDays).map(Number)).toEqual(ranksWithGap);
    for (const rank of ranksWithGap) {
      const gaps = customers.filter((times) => times.length > rank).map((times) => (times[rank]! - times[rank - 1]!) / DAY_MS);
      expect(medianGapDays[rank]).toBeCloseTo(median(gaps), 9);
    }
  });

  it.each([null, 1, 30, 90, 180, 1_000_000])("agree with a count by hand in the conversion within %s days", async (withinDays) => {
    const customers = timesByCustomer(asOf.getTime());
    const { steps, ...rest } = await getNthOrder(shopId, { asOf, withinDays });
    expect(rest).toEqual({ asOf: asOf.toISOString(), withinDays });
    expect(steps.map(({ from }) => from)).toEqual(Array.from({ length: Math.max(0, ...customers.map((times) => times.length)) }, (_none, index) => index + 1));
    for (const { from, to, eligible, converted, rate, low, high } of steps) {
      const reached = customers.filter((times) => times.length >= from && (withinDays === null || times[from - 1]! <= asOf.getTime() - withinDays * DAY_MS));
      const wentOn = reached.filter((times) => times.length > from && (withinDays === null || times[from]! - times[from - 1]! <= withinDays * DAY_MS));
      expect({ to, eligible, converted, rate }).toEqual({ to: from + 1, eligible: reached.length, converted: wentOn.length, rate: reached.length === 0 ? null : wentOn.length / reached.length });
      if (reached.length === 0) expect([low, high]).toEqual([null, null]);
      else wilson(wentOn.length, reached.length).forEach((bound, index) => expect([low, high][index]).toBeCloseTo(bound, 9));
    }
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
      timesByCustomer(end).filter((times) => times.length >= rank && times[rank - 1]! > toMs - 7 * DAY_MS && times[rank - 1]! <= toMs).length;
    expect(thisWeek).toMatchObject({ reachedSecond: reached(2, end), reachedThird: reached(3, end), movedBack: 0 });
    expect(weekBefore).toMatchObject({ reachedSecond: reached(2, end - 7 * DAY_MS), reachedThird: reached(3, end - 7 * DAY_MS), movedBack: 0 });
  });
});
