import { afterAll, beforeAll, expect, it } from "vitest";
import { knownOrder } from "#app/contract/checkout-api.ts";
import { DEFAULT_COUNTING_POLICY, type CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { excludeMember } from "#app/usecases/exclude-member.server.ts";
import { saveCountingPolicy } from "#app/usecases/save-counting-policy.server.ts";
import { mintShopperToken } from "#standin/oauth/session-token.ts";
import { updateCustomer } from "#standin/shop/change-customer.ts";
import { payOrder } from "#standin/shop/change-order.ts";
import { placeOrder, type OrderInput } from "#standin/shop/place-order.ts";
import type { OrderRecord } from "#standin/shop/records.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import { DAY_MS, MINUTE_MS, openRedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openShopperDoors, type ShopperDoors } from "#tests/factories/shopper-doors.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

let all: Lab;
let doors: ShopperDoors;

beforeAll(async () => {
  all = await openLab();
  doors = await openShopperDoors();
});
afterAll(async () => {
  await doors.close();
  await all.stop();
});

/** A shop that counts by this policy, and one customer of it who buys and reads the thank-you page of each order. */
async function openBuying(policy: Partial<CountingPolicy>, program: object = {}) {
  const it0 = await openRedeemingShop(all, [], { program: { nthOrderMultipliers: [1, 2, 3, 4], ...program } });
  await saveCountingPolicy(it0.shop.id, { ...DEFAULT_COUNTING_POLICY, ...policy }, { by: "test", now: new Date(Date.now() - MINUTE_MS) });
  const { id } = await it0.customer(0);
  const look = async (order: OrderRecord): Promise<[earns: string, next: string | null]> => {
    const token = mintShopperToken({ apiKey: "test-api-key", apiSecret: "test-api-secret" }, it0.lab.domain, {});
    const { earns, nextOrder } = knownOrder.parse((await doors.ask("order", { orderId: order.id, checkoutToken: order.token, surface: "thank_you", locale: "en" }, token)).body);
    return [earns.sentence, nextOrder];
  };
  const buy = async (input: OrderInput = {}): Promise<OrderRecord> => {
    const order = placeOrder(it0.lab.house.shop, { customer: { id }, totalMinor: 1_000, ...input });
    await it0.hear();
    return order;
  };
  return { it0, id, buy, look, balance: () => it0.balance({ id }) };
}

const DAYS_AGO = new Date(Date.now() - 3 * DAY_MS).toISOString();
const WHEN_PAID = "The points for this order are added as soon as it is paid.";
const NONE = "This order earns no points.";

it("an unpaid order that counts once it is paid is counted as if it were, and one that counts already only once", async () => {
  const fromPayment = await openBuying({});
  const waiting = await fromPayment.buy({ paid: false });
  expect(await fromPayment.look(waiting)).toEqual([WHEN_PAID, "Your second order earns double."]);
  const fromCreation = await openBuying({ countFrom: "creation" });
  expect((await fromCreation.look(await fromCreation.buy({ paid: false })))[1]).toBe("Your second order earns double.");
  await fromCreation.buy();
  expect(await fromCreation.balance()).toBe(20);
});

it("nothing is promised beside an order that will never count; one that is taken back leaves the number to the next", async () => {
  const { it0, buy, look, balance } = await openBuying({ minimumOrderMinor: 2_000 });
  await buy({ totalMinor: 2_000 });
  for (const paid of [true, false]) expect(await look(await buy({ paid }))).toEqual([NONE, null]);
  const back = await buy({ totalMinor: 2_000 });
  expect((await look(back))[1]).toBe("Your third order earns triple.");
  refundOrder(it0.lab.house.shop, back, { full: true, atMs: Date.now() });
  await it0.hear();
  expect((await look(back))[1]).toBe("Your second order earns double.");
  const before = await balance();
  await buy({ totalMinor: 2_000 });
  expect((await balance()) - before).toBe(40);
});

it("where a day is one purchase nothing is promised on the day itself, as an order of the same day earns no more; from the next on it is said", async () => {
  const { it0, buy, look, balance } = await openBuying({ mergeSameDay: true });
  const early = await buy({ processedAt: DAYS_AGO });
  expect((await look(early))[1]).toBe("Your second order earns double.");
  const second = await buy({ paid: false });
  expect(await look(second)).toEqual([WHEN_PAID, null]);
  payOrder(it0.lab.house.shop, second, Date.now());
  await it0.hear();
  expect((await look(second))[1]).toBeNull();
  const before = await balance();
  await buy();
  expect((await balance()) - before, "the second order's, not the third's").toBe(20);
});

it("where a day is one purchase an unpaid order of a day that counts already adds no number", async () => {
  const { buy, look } = await openBuying({ mergeSameDay: true });
  await buy({ processedAt: DAYS_AGO });
  const beside = await buy({ processedAt: DAYS_AGO, paid: false });
  expect(await look(beside)).toEqual([WHEN_PAID, "Your second order earns double."]);
});

it("nothing is promised to whoever is left out, by hand or by a tag", async () => {
  const blocked = await openBuying({});
  await excludeMember(blocked.it0.shop.id, { customerId: blocked.id, kind: "blocked", reason: "test", by: "Ann" }, new Date());
  expect((await blocked.look(await blocked.buy()))[1]).toBeNull();
  const tagged = await openBuying({}, { excludedCustomerTags: ["staff"] });
  expect((await tagged.look(await tagged.buy()))[1]).toBe("Your second order earns double.");
  updateCustomer(tagged.it0.lab.house.shop, tagged.it0.lab.house.shop.customers.get(tagged.id)!, { tags: ["Staff"] });
  await tagged.it0.hear();
  expect((await tagged.look(await tagged.buy()))[1]).toBeNull();
});
