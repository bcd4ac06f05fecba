import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BY_HAND } from "#app/jobs/registry.server.ts";
import { runJobByHand } from "#app/jobs/run-by-hand.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { findCustomerTimeline } from "#app/queries/customer-timeline.server.ts";
import { deleteOrder } from "#standin/shop/change-order.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { openLab, type Lab, type LabShop } from "#tests/factories/shop-lab.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/job.ts", import.meta.url));

it("whoever calls for a job without saying which reads the name of every job there is", async () => {
  const { code, said } = await new Promise<{ code: unknown; said: string }>((resolve) => {
    execFile(process.execPath, [SCRIPT], (error, _out, said) => resolve({ code: error?.code, said }));
  });
  expect(code).toBe(2);
  for (const name of Object.keys(BY_HAND)) expect(said).toMatch(new RegExp(`[\\s,]${name}[\\s,]`));
});

describe("a comparison that is asked for by hand", () => {
  let lab: Lab;
  let gifts: LabShop;
  beforeAll(async () => {
    lab = await openLab();
    gifts = lab.shop("gifts.myshopify.com");
    await gifts.install();
    await gifts.readHistory();
  });
  afterAll(() => lab.stop());
  beforeEach(() => pool.query("DELETE FROM reconciliations WHERE shop_id IN (SELECT id FROM shops WHERE domain = $1)", [gifts.domain]));

  const run = (name: string) => runJobByHand({ name, shopDomain: gifts.domain, at: undefined });
  const compared = async () => (await pool.query<{ kind: string; orders_differing: number }>("SELECT kind, orders_differing FROM reconciliations WHERE finished_at IS NOT NULL AND shop_id = $1 ORDER BY id", [(await gifts.row()).id])).rows;

  it("does both: what changed lately, and every order by id", async () => {
    placeOrder(gifts.house.shop, { customer: { email: "jo@example.com" }, totalMinor: 1_000 });
    gifts.takeTold();
    expect(await run("reconcile")).toEqual({ outcome: "done" });
    expect(await compared()).toEqual([{ kind: "updated", orders_differing: 1 }, { kind: "ids", orders_differing: 0 }]);
  });

  it("counts among the orders compared those that only we knew, and who had one is not told that there was none yet", async () => {
    const [order] = gifts.house.shop.orders.values();
    if (!order?.customer) throw new Error("no order");
    deleteOrder(gifts.house.shop, order, Date.now());
    gifts.takeTold();
    expect(await run("reconcile-ids")).toEqual({ outcome: "done" });
    const { id } = await gifts.row();
    expect((await pool.query("SELECT orders_checked, orders_differing FROM reconciliations WHERE shop_id = $1", [id])).rows).toEqual([{ orders_checked: 1, orders_differing: 1 }]);
    const timeline = await findCustomerTimeline(id, order.customer.id, { asOf: new Date(), limit: 50 });
    expect(timeline?.items.find(({ kind }) => kind === "moved_back")).toMatchObject({ sentence: "Moved back from first to prospect. No order counts any more." });
  });

  it("is never called done where Shopify cannot be asked: the app must be opened, or is gone", async () => {
    await pool.query("UPDATE sessions SET expires_at = now() - interval '1 minute' WHERE shop_domain = $1", [gifts.domain]);
    gifts.house.faults.admin.refreshFails = true;
    expect(await run("reconcile-updated")).toEqual({ outcome: "reopen_needed" });
    expect(await run("reconcile")).toEqual({ outcome: "reopen_needed" });
    await pool.query("UPDATE shops SET uninstalled_at = now() WHERE domain = $1", [gifts.domain]);
    expect(await run("reconcile-ids")).toEqual({ outcome: "shop_gone" });
    expect(await compared()).toEqual([]);
  });
});
