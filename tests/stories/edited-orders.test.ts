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
import type { OrderRecord } from "#standin/shop/records.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { checkRebuilt } from "#tests/factories/check-rebuilt.ts";
import { openLab, type Lab, type LabShop, type Told } from "#tests/factories/shop-lab.ts";

const PROGRAM = {
  earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], nthOrderMultipliers: [1, 2, 3], pendingDays: 0,
  tiers: [{ id: "silver", name: "Silver", threshold: 20_500 }], tierQualification: { basis: "spend" },
};
const START_MS = Math.floor(Date.now() / 1_000) * 1_000 - 60 * 86_400_000;
const dayMs = (day: number) => START_MS + day * 86_400_000;

let lab: Lab;
let shops = 0;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

/** A customer of two paid orders of 100.00 each, of day 1 and day 20; the first is edited on day 45. */
class EditedShop {
  readonly lab: LabShop = lab.shop(`edited-${(shops += 1)}.myshopify.com`);
  orders: OrderRecord[] = [];

  async install(): Promise<void> {
    const { id } = await this.lab.install();
    expect((await saveDraft(id, PROGRAM, { by: "test", now: new Date() })).outcome).toBe("saved");
    await publishProgram(id, { startsAt: new Date("2020-01-01T00:00:00Z"), by: "test", now: new Date() });
  }

  place(): void {
    for (const day of [1, 20]) {
      this.lab.setClock(dayMs(day));
      const customer = this.orders[0]?.customer;
      this.orders.push(placeOrder(this.lab.house.shop, { createdAt: new Date(dayMs(day)).toISOString(), totalMinor: 10_000, ...(customer && { customer: { id: customer.id } }) }));
    }
  }

  edit(addedMinor: number, takeOff = false): void {
    this.lab.setClock(dayMs(45));
    const [first] = this.orders;
    editOrder(this.lab.house.shop, first!, { takeOff: takeOff ? [{ lineId: first!.lines[0]!.id, quantity: 1 }] : [], add: [{ title: "A bowl", quantity: 1, unitPriceMinor: addedMinor }], atMs: dayMs(45) });
  }

  pay(): void {
    this.lab.setClock(dayMs(46));
    payOrder(this.lab.house.shop, this.orders[0]!, dayMs(46));
  }

  async read(): Promise<void> {
    const row = await this.lab.row();
    await takeInReadOrders(row, { ...(await readOrders(row, this.orders.map(({ id }) => id), await getShopHash(pool, row))), now: new Date() });
  }

  /** What each order came to, in the order of their placing, and the tier of their customer. */
  async state(): Promise<{ points: number[]; tier: string | null }> {
    const { id } = await this.lab.row();
    await settleDue(id, new Date());
    await checkPoints(id);
    await checkRebuilt(id);
    const { rows } = await pool.query<{ points: number }>("SELECT sum(credited_points - reversed_points - waived_points)::float8 AS points FROM order_bookings WHERE shop_id = $1 GROUP BY order_id ORDER BY order_id", [id]);
    const tiers = await pool.query<{ tier_id: string }>("SELECT tier_id FROM member_tiers WHERE shop_id = $1", [id]);
    return { points: rows.map(({ points }) => points), tier: tiers.rows[0]?.tier_id ?? null };
  }
}

/** A shop that has the app, and in which two orders were placed. */
async function openShop(): Promise<EditedShop> {
  const shop = new EditedShop();
  await shop.install();
  await shop.lab.readHistory();
  shop.place();
  return shop;
}

async function tell({ lab: { takeTold, deliver } }: EditedShop, inOrder = (told: Told[]) => told): Promise<void> {
  for (const one of inOrder(takeTold())) await deliver([one]);
}

const isPayment = ({ topic }: Told) => topic === "order_transactions/create";

/** Ways in which the app hears of two orders and of what became of the first of them. */
const WAYS: Record<string, (happening: (shop: EditedShop) => void) => Promise<EditedShop>> = {
  "told as it happens": async (happening) => {
    const shop = await openShop();
    await tell(shop);
    happening(shop);
    await tell(shop);
    return shop;
  },
  "told backwards": async (happening) => {
    const shop = await openShop();
    happening(shop);
    await tell(shop, (told) => told.toReversed());
    return shop;
  },
  "told, with the payments last": async (happening) => {
    const shop = await openShop();
    await tell(shop);
    happening(shop);
    await tell(shop, (told) => [...told.filter((one) => !isPayment(one)), ...told.filter(isPayment)]);
    return shop;
  },
  "told, and the edit read by id": async (happening) => {
    const shop = await openShop();
    await tell(shop);
    happening(shop);
    await shop.read();
    return shop;
  },
  "read with the history": async (happening) => {
    const shop = new EditedShop();
    shop.place();
    happening(shop);
    shop.lab.takeTold();
    await shop.install();
    await shop.lab.readHistory();
    return shop;
  },
};

describe.each(Object.entries(WAYS))("when an order is edited after another one settled, %s,", (_way, hear) => {
  it("the other one keeps its rank while what was added is unpaid, which earns nothing", async () => {
    const shop = await hear((one) => one.edit(1_000));
    expect(await shop.state()).toEqual({ points: [100, 200], tier: null });
  });

  it("the other one keeps its rank when what was added is paid, which earns then", async () => {
    const shop = await hear((one) => {
      one.edit(1_000);
      one.pay();
    });
    expect(await shop.state()).toEqual({ points: [110, 200], tier: "silver" });
  });

  it("an exchange is no spending, until a difference is paid", async () => {
    const shop = await hear((one) => one.edit(10_000, true));
    expect(await shop.state()).toEqual({ points: [100, 200], tier: null });
    const paid = await hear((one) => {
      one.edit(10_600, true);
      one.pay();
    });
    expect(await paid.state()).toEqual({ points: [106, 200], tier: "silver" });
  });
});
