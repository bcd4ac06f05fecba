import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { readOrders } from "#app/shopify/read-orders.server.ts";
import { getShopHash } from "#app/store/shops.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { takeInReadOrders } from "#app/usecases/take-in-read-orders.server.ts";
import { payOrder } from "#standin/shop/change-order.ts";
import { editOrder } from "#standin/shop/edit-order.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { finishRefunds, refundOrder, type RefundInput, type RefundStatus } from "#standin/shop/refund-order.ts";
import type { OrderRecord } from "#standin/shop/records.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { openLab, type Lab, type LabShop, type Told } from "#tests/factories/shop-lab.ts";

const POINT_A_POUND = { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], nthOrderMultipliers: [], pendingDays: 0 };
const LONG_AGO = new Date("2020-01-01T00:00:00Z");
const MINUTE_MS = 60_000;

let lab: Lab;
let shops = 0;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

/** A shop with one order: a pot of 60.00, a cup of 40.00, and 15.00 for sending them. */
class RefundingShop {
  readonly shop: LabShop = lab.shop(`refunds-${(shops += 1)}.myshopify.com`);
  #atMs = Math.floor(Date.now() / 1_000) * 1_000 - 10 * 86_400_000;

  nextMs(): number {
    this.#atMs += MINUTE_MS;
    this.shop.setClock(this.#atMs);
    return this.#atMs;
  }

  place(): OrderRecord {
    const lines = [{ title: "A pot", quantity: 1, unitPriceMinor: 6_000 }, { title: "A cup", quantity: 1, unitPriceMinor: 4_000 }];
    return placeOrder(this.shop.house.shop, { createdAt: new Date(this.nextMs()).toISOString(), lines, shippingMinor: 1_500 });
  }

  refund(order: OrderRecord, input: Omit<RefundInput, "atMs" | "lines"> & { cup?: true }): void {
    const { cup, ...rest } = input;
    refundOrder(this.shop.house.shop, order, { ...rest, ...(cup && { lines: [{ lineId: order.lines[1]?.id ?? "", quantity: 1 }] }), atMs: this.nextMs() });
  }

  /** An edit that adds a bowl, and with `cup` takes the cup off. */
  edit(order: OrderRecord, { bowlMinor, cup }: { bowlMinor: number; cup?: true }): void {
    const takeOff = cup ? [{ lineId: order.lines[1]?.id ?? "", quantity: 1 }] : [];
    editOrder(this.shop.house.shop, order, { takeOff, add: [{ title: "A bowl", quantity: 1, unitPriceMinor: bowlMinor }], atMs: this.nextMs() });
  }

  takePotOff(order: OrderRecord): void {
    editOrder(this.shop.house.shop, order, { takeOff: [{ lineId: order.lines[0]?.id ?? "", quantity: 1 }], atMs: this.nextMs() });
  }

  pay(order: OrderRecord): void {
    payOrder(this.shop.house.shop, order, this.nextMs());
  }

  finish(order: OrderRecord, status: RefundStatus): void {
    finishRefunds(this.shop.house.shop, order, { status, atMs: this.nextMs() });
  }

  async install(): Promise<void> {
    const { id } = await this.shop.install();
    expect((await saveDraft(id, POINT_A_POUND, { by: "test", now: new Date() })).outcome).toBe("saved");
    await publishProgram(id, { startsAt: LONG_AGO, by: "test", now: new Date() });
  }

  async points(): Promise<number> {
    const { id } = await this.shop.row();
    await settleDue(id, new Date());
    await checkPoints(id);
    const { rows } = await pool.query<{ points: number }>("SELECT coalesce(sum(settled_points), 0)::float8 AS points FROM ledger_entries WHERE shop_id = $1", [id]);
    return rows[0]?.points ?? 0;
  }
}

type Happening = (shop: RefundingShop, order: OrderRecord) => void;

const late = (told: Told[]): Told[] => told.toReversed().flatMap((one) => [one, { ...one, webhookId: `${one.webhookId}-again` }]);

/** Ways in which the app may come to know of the same; each answers the points that are left. */
const WAYS: Record<string, (happening: Happening) => Promise<number>> = {
  "as it is told": async (happening) => {
    const { shop, told } = await live(happening);
    for (const one of told) await shop.shop.deliver([one]);
    return shop.points();
  },
  "told late, twice and backwards": async (happening) => {
    const { shop, told } = await live(happening);
    for (const one of late(told)) await shop.shop.deliver([one]);
    return shop.points();
  },
  "told all at once": async (happening) => {
    const { shop, told } = await live(happening);
    await shop.shop.deliver(late(told));
    return shop.points();
  },
  "read by id": async (happening) => {
    const { shop, order } = await live(happening);
    const row = await shop.shop.row();
    await takeInReadOrders(row, { ...(await readOrders(row, [order.id], await getShopHash(pool, row))), now: new Date() });
    return shop.points();
  },
  "read with the history": async (happening) => {
    const shop = new RefundingShop();
    happening(shop, shop.place());
    shop.shop.takeTold();
    await shop.install();
    await shop.shop.readHistory();
    return shop.points();
  },
  "read with the history, and then told": async (happening) => {
    const shop = new RefundingShop();
    happening(shop, shop.place());
    const told = shop.shop.takeTold();
    await shop.install();
    await shop.shop.readHistory();
    for (const one of late(told)) await shop.shop.deliver([one]);
    return shop.points();
  },
};

async function live(happening: Happening) {
  const shop = new RefundingShop();
  await shop.install();
  await shop.shop.readHistory();
  const order = shop.place();
  happening(shop, order);
  return { shop, order, told: shop.shop.takeTold() };
}

const HAPPENINGS: [what: string, happening: Happening, points: number][] = [
  ["shipping is refunded", (shop, order) => shop.refund(order, { shippingMinor: 1_500 }), 100],
  ["a cup and its shipping are refunded", (shop, order) => shop.refund(order, { cup: true, shippingMinor: 1_500 }), 60],
  ["shipping and 20.00 for the trouble are refunded", (shop, order) => shop.refund(order, { shippingMinor: 1_500, amountMinor: 3_500 }), 80],
  ["everything is refunded", (shop, order) => shop.refund(order, { full: true }), 0],
  ["the refund of a cup is pending", (shop, order) => shop.refund(order, { cup: true, status: "PENDING" }), 100],
  ["the refund of a cup failed", (shop, order) => shop.refund(order, { cup: true, status: "FAILURE" }), 100],
  ["the refund of everything failed", (shop, order) => shop.refund(order, { full: true, status: "FAILURE" }), 100],
  ["the refund of a cup succeeded after a while", (shop, order) => {
    shop.refund(order, { cup: true, status: "PENDING" });
    shop.finish(order, "SUCCESS");
  }, 60],
  ["the refund of a cup failed after a while", (shop, order) => {
    shop.refund(order, { cup: true, status: "PENDING" });
    shop.finish(order, "FAILURE");
  }, 100],
  ["20.00 could not be refunded, but then 10.00 were", (shop, order) => {
    shop.refund(order, { amountMinor: 2_000, status: "FAILURE" });
    shop.refund(order, { amountMinor: 1_000 });
  }, 90],
  ["a cup is taken off the order, and no money is moved", (shop, order) => shop.refund(order, { cup: true, amountMinor: 0 }), 60],
  ["a cup is taken off the order, and its money goes back afterwards in two parts", (shop, order) => {
    shop.refund(order, { cup: true, amountMinor: 0 });
    shop.refund(order, { amountMinor: 1_000 });
    shop.refund(order, { amountMinor: 3_000 });
  }, 60],
  ["a cup is taken off the order, and afterwards its money goes back with 12.00 for the trouble", (shop, order) => {
    shop.refund(order, { cup: true, amountMinor: 0 });
    shop.refund(order, { amountMinor: 5_200 });
  }, 48],
  ["the money of a cup goes back, and afterwards the cup is taken off the order", (shop, order) => {
    shop.refund(order, { amountMinor: 4_000 });
    shop.refund(order, { cup: true, amountMinor: 0 });
  }, 60],
  ["10.00 go back for the trouble, a cup is taken off, and its money goes back", (shop, order) => {
    shop.refund(order, { amountMinor: 1_000 });
    shop.refund(order, { cup: true, amountMinor: 0 });
    shop.refund(order, { amountMinor: 4_000 });
  }, 50],
  ["a cup is exchanged for a bowl of the same price, and 10.00 go back for the trouble", (shop, order) => {
    shop.edit(order, { bowlMinor: 4_000 });
    shop.refund(order, { cup: true, amountMinor: 0 });
    shop.refund(order, { amountMinor: 1_000 });
  }, 90],
  ["a cup is exchanged for a bowl of 30.00, whose difference goes back, and then 5.00 for the trouble", (shop, order) => {
    shop.refund(order, { cup: true, amountMinor: 0 });
    shop.edit(order, { bowlMinor: 3_000 });
    shop.refund(order, { amountMinor: 1_000 });
    shop.refund(order, { amountMinor: 500 });
  }, 85],
  ["the difference goes back with what is exchanged for less, and then an edit takes the pot off, whose money goes back", (shop, order) => {
    shop.edit(order, { bowlMinor: 3_000 });
    shop.refund(order, { cup: true, amountMinor: 1_000 });
    shop.takePotOff(order);
    shop.refund(order, { amountMinor: 6_000 });
  }, 30],
  ["a bowl is added and paid", (shop, order) => {
    shop.edit(order, { bowlMinor: 4_000 });
    shop.pay(order);
  }, 140],
  ["an edit exchanges a cup for a bowl of the same price", (shop, order) => shop.edit(order, { cup: true, bowlMinor: 4_000 }), 100],
  ["an edit exchanges a cup for a bowl of 30.00", (shop, order) => shop.edit(order, { cup: true, bowlMinor: 3_000 }), 90],
  ["an edit exchanges a cup for a bowl of 50.00, and the difference is paid", (shop, order) => {
    shop.edit(order, { cup: true, bowlMinor: 5_000 });
    shop.pay(order);
  }, 110],
  ["an edit exchanges a cup for a bowl of 50.00, and the difference is not paid", (shop, order) => shop.edit(order, { cup: true, bowlMinor: 5_000 }), 100],
  ["an edit adds a bowl that is not paid", (shop, order) => shop.edit(order, { bowlMinor: 3_000 }), 100],
  ["an edit adds a bowl that is not paid, and 10.00 go back for the trouble", (shop, order) => {
    shop.edit(order, { bowlMinor: 3_000 });
    shop.refund(order, { amountMinor: 1_000 });
  }, 90],
  ["a cup is taken off the order, its money goes back, and an edit adds a bowl of 40.00 that is not paid", (shop, order) => {
    shop.refund(order, { cup: true, amountMinor: 0 });
    shop.refund(order, { amountMinor: 4_000 });
    shop.edit(order, { bowlMinor: 4_000 });
  }, 60],
  ["an edit adds a bowl that is paid", (shop, order) => {
    shop.edit(order, { bowlMinor: 3_000 });
    shop.pay(order);
  }, 130],
];

describe.concurrent.each(Object.entries(WAYS))("of an order worth 100 points, %s,", (_way, pointsAfter) => {
  it.each(HAPPENINGS)("when %s, what is left is what the goods that were paid for are worth", async (_what, happening, points) => {
    expect(await pointsAfter(happening)).toBe(points);
  });
});

describe("money that goes back in the buyer's currency", () => {
  const inEuros = (told: Told): Told => {
    const body = JSON.parse(told.body) as { kind?: string; transactions?: object[]; refunds?: { transactions?: object[] }[] };
    const paid = [...(body.kind === "refund" ? [body] : []), ...(told.topic === "refunds/create" ? body.transactions ?? [] : []), ...(body.refunds ?? []).flatMap(({ transactions }) => transactions ?? [])];
    for (const one of paid as { amount: string; currency: string }[]) Object.assign(one, { amount: (Number(one.amount) * 1.18).toFixed(2), currency: "EUR" });
    return { ...told, body: JSON.stringify(body) };
  };

  it.each([["refunds/create"], ["orders/updated"]])("takes its points once the order was read, for which %s asks at once", async (topic) => {
    const { shop, told } = await live((one, order) => one.refund(order, { cup: true }));
    const refunded = told.slice(-3).map(inEuros);
    expect(refunded.filter(({ body }) => body.includes("EUR")).map((one) => one.topic).toSorted()).toEqual(["order_transactions/create", "orders/updated", "refunds/create"]);
    await shop.shop.deliver(told.slice(0, -3));
    await shop.shop.deliver(refunded.filter((one) => one.topic === topic));
    expect((await pool.query("SELECT FROM graphile_worker.jobs WHERE key = $1", [`reread-orders:${(await shop.shop.row()).id}`])).rowCount).toBe(1);
    await shop.shop.quiesce();
    expect(await shop.points()).toBe(60);
    await shop.shop.deliver(refunded);
    await shop.shop.quiesce();
    expect(await shop.points()).toBe(60);
  });
});

describe("the money of a refund that was pending", () => {
  const succeeded: Happening = (shop, order) => {
    shop.refund(order, { cup: true, status: "PENDING" });
    shop.finish(order, "SUCCESS");
  };

  it.each([["its transaction", "order_transactions/create"], ["the next version of the order", "orders/updated"]])("takes its points when only %s says that it arrived", async (_what, topic) => {
    const { shop, told } = await live(succeeded);
    const last = told.slice(-2);
    expect(last.map((one) => one.topic).toSorted()).toEqual(["order_transactions/create", "orders/updated"]);
    const before = told.slice(0, -2);
    await shop.shop.deliver(before);
    expect(await shop.points()).toBe(100);
    await shop.shop.deliver(last.filter((one) => one.topic === topic));
    expect(await shop.points()).toBe(60);
    await shop.shop.deliver(late(before));
    expect(await shop.points()).toBe(60);
  });
});
