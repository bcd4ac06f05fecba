import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { advanceBackfill } from "#app/jobs/advance-backfill.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { createCustomer } from "#standin/shop/change-customer.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());
afterEach(() => void vi.unstubAllGlobals());

it("counts each object without an id that it leaves out", async () => {
  const pots = lab.shop("pots.myshopify.com", { scopes: ["read_all_orders"] });
  for (let n = 0; n < 8; n += 1) createCustomer(pots.house.shop, {});
  await pots.install();
  const { fetch } = globalThis;
  vi.stubGlobal("fetch", async (...args: Parameters<typeof fetch>) => {
    const answer = await fetch(...args);
    if (answer.url.includes("/graphql.json")) return answer;
    return new Response((await answer.text()).replaceAll(/(Customer\/\d+)\d"/g, '$1x"'), { status: answer.status });
  });
  const read = async (): Promise<string> => ((await advanceBackfill(await pots.row())).isWaiting ? read() : "ended");

  expect(await Promise.race([read(), sleep(20_000, "still at it")])).toBe("ended");
  const { rows } = await pool.query("SELECT failure FROM backfills WHERE shop_id = $1 AND subject = 'customers'", [(await pots.row()).id]);
  expect(rows[0].failure).toMatch(/^8 customers could not be read and are left out: /);
}, 30_000);

it("lets a merge end before a file that was cut off is asked for anew", async () => {
  const maps = lab.shop("maps.myshopify.com", { scopes: ["read_all_orders"] });
  const { id } = createCustomer(maps.house.shop, {});
  for (let n = 0; n < 5_100; n += 1) placeOrder(maps.house.shop, { customer: { id } });
  await maps.install();
  await pool.query(`
    CREATE FUNCTION merge_slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1.5); RETURN NULL; END $$;
    CREATE TRIGGER merge_slowly AFTER INSERT ON orders FOR EACH STATEMENT EXECUTE FUNCTION merge_slowly();
    CREATE FUNCTION expect_more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.file_bytes := NEW.file_bytes + 100; RETURN NEW; END $$;
    CREATE TRIGGER expect_more BEFORE UPDATE ON backfills FOR EACH ROW WHEN (NEW.subject = 'orders' AND NEW.state = 'loading' AND OLD.state = 'running') EXECUTE FUNCTION expect_more();
    CREATE TABLE late_checkpoints AS SELECT state, bytes_done FROM backfills WHERE false;
    CREATE FUNCTION note_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO late_checkpoints VALUES (OLD.state, NEW.bytes_done); RETURN NULL; END $$;
    CREATE TRIGGER note_late AFTER UPDATE ON backfills FOR EACH ROW WHEN (NEW.subject = 'orders' AND NEW.bytes_done > 0 AND OLD.state <> 'loading') EXECUTE FUNCTION note_late()`);
  const tries = async () => (await pool.query("SELECT tries FROM backfills WHERE shop_id = $1 AND subject = 'orders'", [(await maps.row()).id])).rows[0].tries;
  while ((await tries()) < 2) await advanceBackfill(await maps.row());
  await sleep(2_000);

  expect((await pool.query("SELECT * FROM late_checkpoints")).rows).toEqual([]);
}, 60_000);
