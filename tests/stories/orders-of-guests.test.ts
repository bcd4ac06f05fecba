import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { createCustomer, deleteCustomer, mergeCustomers, redactCustomer } from "#standin/shop/change-customer.ts";
import { updateOrder } from "#standin/shop/change-order.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import type { CustomerRecord } from "#standin/shop/records.ts";
import { openLab, type Lab, type LabShop, type Told } from "#tests/factories/shop-lab.ts";
import { readScores } from "#tests/factories/stored-scores.ts";

const JUNE_MS = Date.UTC(2026, 5, 1);

let lab: Lab;
let gifts: LabShop;
let shopCount = 0;
let clockMs: number;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

/** A new shop that is installed and read. */
async function open(): Promise<void> {
  gifts = lab.shop(`guests-${(shopCount += 1)}.myshopify.com`, { scopes: ["read_all_orders"] });
  clockMs = JUNE_MS;
  gifts.setClock(clockMs);
  await gifts.install();
  await gifts.readHistory();
}
beforeEach(open);

const later = () => gifts.setClock((clockMs += 60_000));
const guestBuys = (email: string) => placeOrder(gifts.house.shop, { customer: null, email, totalMinor: 1_000, createdAt: new Date(clockMs).toISOString() });
const signUp = (email: string) => createCustomer(gifts.house.shop, { email });

/** What happens, one minute apart; what is told of each event comes apart from the others. */
function happen(events: (() => void)[]): Told[][] {
  return events.map((event) => {
    later();
    event();
    return gifts.takeTold();
  });
}

const counted = async (): Promise<Record<string, number>> =>
  Object.fromEntries(Object.entries(await readScores(gifts.domain)).map(([id, score]) => [id, score.countedOrders]));

function orders<T>(items: T[]): T[][] {
  return items.length < 2 ? [items] : items.flatMap((one, at) => orders(items.toSpliced(at, 1)).map((rest) => [one, ...rest]));
}

/** Lets the same happen in a new shop for every order in which it can be told of, and answers what is counted each time, by name. */
async function inEveryOrder(life: () => { events: (() => void)[]; names: Record<string, () => CustomerRecord> }): Promise<Record<string, number>[]> {
  const seen: Record<string, number>[] = [];
  for (const order of orders(life().events.map((_, at) => at))) {
    await open();
    const { events, names } = life();
    const told = happen(events);
    for (const at of order) await gifts.deliver(told[at]!);
    const counts = await counted();
    seen.push(Object.fromEntries(Object.entries(names).map(([name, who]) => [name, counts[who().id] ?? 0])));
  }
  return seen;
}

describe("an order that came without a customer", () => {
  it("belongs to the customer who has its address, and no more to one who was deleted, in whatever order that is told", async () => {
    const all = await inEveryOrder(() => {
      let gone: CustomerRecord;
      let back: CustomerRecord;
      const events = [() => void guestBuys("jo@example.com"), () => void (gone = signUp("jo@example.com")), () => deleteCustomer(gifts.house.shop, gone), () => void (back = signUp("jo@example.com"))];
      return { events, names: { gone: () => gone, back: () => back } };
    });
    expect(all).toEqual(all.map(() => ({ gone: 0, back: 1 })));
  });

  it("follows its address when that is corrected, in whatever order that is told", async () => {
    const all = await inEveryOrder(() => {
      let wrong: CustomerRecord;
      let right: CustomerRecord;
      let order: ReturnType<typeof guestBuys>;
      const events = [
        () => void (wrong = signUp("jo@example.com")),
        () => void (order = guestBuys("jo@example.com")),
        () => updateOrder(gifts.house.shop, Object.assign(order, { email: "joan@example.com" }), { update: {}, atMs: clockMs }),
        () => void (right = signUp("joan@example.com")),
      ];
      return { events, names: { wrong: () => wrong, right: () => right } };
    });
    expect(all).toEqual(all.map(() => ({ wrong: 0, right: 1 })));
  });

  it("counts for the survivor of a merge under either address, in whatever order that is told", async () => {
    const all = await inEveryOrder(() => {
      let kept: CustomerRecord;
      let removed: CustomerRecord;
      const events = [
        () => void ((kept = signUp("jo@example.com")), (removed = signUp("joan@example.com"))),
        () => void guestBuys("joan@example.com"),
        () => void guestBuys("jo@example.com"),
        () => mergeCustomers(gifts.house.shop, { keep: kept, remove: removed, status: "completed" }),
      ];
      return { events, names: { kept: () => kept } };
    });
    expect(all).toEqual(all.map(() => ({ kept: 2 })));
  });

  it("follows whom it was with through a merge that is told after their deletion, while it waits", async () => {
    const [kept, removed] = [signUp("jo@example.com"), signUp("joan@example.com")];
    guestBuys("joan@example.com");
    await gifts.deliver(gifts.takeTold());
    later();
    mergeCustomers(gifts.house.shop, { keep: kept, remove: removed, status: "completed" });
    const merged = gifts.takeTold();
    later();
    deleteCustomer(gifts.house.shop, removed);
    await gifts.deliver(gifts.takeTold());
    expect(await counted()).toMatchObject({ [kept.id]: 0 });
    await gifts.deliver(merged);
    expect(await counted()).toMatchObject({ [kept.id]: 1 });
  });

  it("keeps the place that it had in the history of whom it came with, like every order of a merge", async () => {
    const [kept, removed] = [signUp("jo@example.com"), signUp("joan@example.com")];
    mergeCustomers(gifts.house.shop, { keep: kept, remove: removed, status: "completed" });
    await gifts.deliver(gifts.takeTold());
    guestBuys("joan@example.com");
    await gifts.deliver(gifts.takeTold());
    expect((await pool.query("SELECT customer_id, named_customer_id FROM orders o JOIN shops s ON s.id = o.shop_id WHERE s.domain = $1", [gifts.domain])).rows).toEqual([{ customer_id: kept.id, named_customer_id: removed.id }]);
  });
});

describe("of the address of somebody who was merged into another nothing is left", () => {
  const hashes = async () => (await pool.query("SELECT encode(c.email_hash, 'hex') AS hash FROM customers c JOIN shops s ON s.id = c.shop_id WHERE s.domain = $1 AND c.email_hash IS NOT NULL", [gifts.domain])).rows.length;
  let kept: CustomerRecord;
  let removed: CustomerRecord;
  let mergeTold: Told[];
  let signedUp: Told[];

  beforeEach(async () => {
    [kept, removed] = [signUp("jo@example.com"), signUp("joan@example.com")];
    signedUp = gifts.takeTold();
    await gifts.deliver(signedUp);
    mergeCustomers(gifts.house.shop, { keep: kept, remove: removed, status: "completed" });
    mergeTold = gifts.takeTold();
  });

  const again = (told: Told[]) => told.map((one) => ({ ...one, webhookId: `${one.webhookId}-again` }));

  it.each([
    ["the survivor is deleted", () => deleteCustomer(gifts.house.shop, kept)],
    ["the survivor is erased", () => redactCustomer(gifts.house.shop, kept)],
  ])("once %s, whichever is told first, and late news bring nothing back", async (_when, leave) => {
    await gifts.deliver(mergeTold);
    expect(await hashes()).toBe(2);
    leave();
    const left = gifts.takeTold();
    await gifts.deliver(left);
    expect(await hashes()).toBe(0);
    await gifts.deliver(again(signedUp));
    expect(await hashes()).toBe(0);
  });

  it("once the survivor is deleted, though the merge is told only then", async () => {
    deleteCustomer(gifts.house.shop, kept);
    await gifts.deliver(gifts.takeTold());
    await gifts.deliver(mergeTold);
    await gifts.deliver(again(signedUp));
    expect(await hashes()).toBe(0);
  });
});

it("an order that waits again because its customer was deleted is erased with that customer", async () => {
  guestBuys("jo@example.com");
  const jo = signUp("jo@example.com");
  await gifts.deliver(gifts.takeTold());
  deleteCustomer(gifts.house.shop, jo);
  await gifts.deliver(gifts.takeTold());
  const hash = async () => (await pool.query("SELECT encode(o.email_hash, 'hex') AS hash FROM orders o JOIN shops s ON s.id = o.shop_id WHERE s.domain = $1", [gifts.domain])).rows;
  expect(await hash()).toEqual([{ hash: expect.stringMatching(/^[0-9a-f]{16,}$/) as string }]);
  redactCustomer(gifts.house.shop, { ...jo, orders: [] });
  await gifts.deliver(gifts.takeTold());
  expect(await hash()).toEqual([{ hash: "" }]);
});
