import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { ShopGoneError } from "#app/shopify/errors.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";
import { eraseGoneShop } from "./erase-gone-shop.server.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

const isThere = async (shopId: number) => (await pool.query("SELECT FROM shops WHERE id = $1", [shopId])).rowCount === 1;

it("a shop that is only frozen is not erased, nor one that Shopify still takes our tokens from; one that has left is", async () => {
  const { id } = await lab.shop("frozen.myshopify.com").install();
  const realFetch = globalThis.fetch;
  globalThis.fetch = () => Promise.resolve(new Response("", { status: 402 }));
  try {
    await expect(eraseGoneShop(id)).rejects.toThrow(ShopGoneError);
  } finally {
    globalThis.fetch = realFetch;
  }
  expect(await isThere(id)).toBe(true);
  await eraseGoneShop(id);
  expect(await isThere(id)).toBe(true);
  await pool.query("UPDATE shops SET reopen_needed_at = now() WHERE id = $1", [id]);
  await pool.query("DELETE FROM sessions WHERE shop_domain = 'frozen.myshopify.com'");
  await eraseGoneShop(id);
  expect(await isThere(id)).toBe(false);
});
