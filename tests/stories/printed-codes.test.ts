import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printSnippet } from "#app/domain/confirmation/print-snippet.ts";
import { nextPrintBatch } from "#app/store/print-codes.server.ts";
import { makePrintCodes } from "#app/jobs/make-print-codes.server.ts";
import { fillCodePool } from "#app/jobs/fill-code-pool.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { addRedeemCodes } from "#app/shopify/documents/redeem-codes.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import { getConfirmationPage } from "#app/queries/confirmation-page.server.ts";
import { listPrintKeys } from "#app/store/print-keys.server.ts";
import { ensureConfirmationCode } from "#app/usecases/ensure-confirmation-code.server.ts";
import { planPrintCodes } from "#app/usecases/plan-print-codes.server.ts";
import { checkPastedCode, preparePrintCodes, rotatePrintKey, stopPrintCodes } from "#app/usecases/prepare-print-codes.server.ts";
import { saveConfirmationSettings } from "#app/usecases/save-confirmation-settings.server.ts";
import { sentRedeemCodes } from "#standin/admin-api/redeem-codes.ts";
import { cancelOrder } from "#standin/shop/change-order.ts";
import { discountsOf, discountStatus, findDiscount, placeOrderWithCode } from "#standin/shop/discounts.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import type { OrderRecord } from "#standin/shop/records.ts";
import { PLAIN_TEMPLATE, renderConfirmation, setTemplate } from "#standin/storefront/order-confirmation.ts";
import { openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const DAY_MS = 86_400_000;
const RULES = { grant: { kind: "amount_off", amountMinor: 500 } };

let all: Lab;
let it0: RedeemingShop;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, []);
  it0.lab.house.faults.admin.throttle = { maximumAvailable: 20_000, restoreRate: 2_000 };
});
afterAll(() => all.stop());

const standin = () => it0.lab.house.shop;
const fill = (at = new Date()) => fillCodePool(it0.shop, () => at);
const keys = () => listPrintKeys(pool, it0.shop);
const paste = async (at = 0) => setTemplate(standin(), PLAIN_TEMPLATE + printSnippet((await keys())[at]!, "en"));
const printedIn = (order: OrderRecord): string => /<strong>([^<]+)<\/strong>/.exec(renderConfirmation(standin(), order))![1]!;
const works = (code: string): boolean => {
  const found = findDiscount(standin(), code);
  return found !== undefined && discountStatus(found, standin().nowMs()) === "ACTIVE" && found.used < (found.usageLimit ?? Infinity);
};
const save = (way: string) => saveConfirmationSettings(it0.shop.id, { way, rules: RULES }, { by: "test", now: new Date() });
const buy = () => placeOrder(standin(), { totalMinor: 5_000 });
const stored = async ({ id }: OrderRecord) => (await pool.query("SELECT * FROM confirmation_codes WHERE shop_id = $1 AND order_id = $2", [it0.shop.id, id])).rows[0];
const pooled = async () => (await pool.query<{ state: string; n: number }>("SELECT state, count(*)::integer AS n FROM print_codes WHERE shop_id = $1 GROUP BY state", [it0.shop.id])).rows;
const inShopify = () => [...discountsOf(standin()).values()].filter(({ redeemCodeId }) => redeemCodeId !== undefined).map(({ code }) => code);

describe("codes printed in order confirmations", () => {
  it("are offered only after the codes were prepared and a test mail has the right one", async () => {
    expect(await save("link")).toEqual({ outcome: "saved" });
    expect(await save("print")).toMatchObject({ outcome: "invalid", fields: [{ path: "way" }] });
    await preparePrintCodes(it0.shop.id, { by: "test", now: new Date() });
    await fill();
    expect(await pooled()).toEqual([{ state: "ready", n: 5_500 }]);
    await paste();
    expect(await save("print")).toMatchObject({ outcome: "invalid" });
    const order = buy();
    const check = (pasted: string) => checkPastedCode(it0.shop, { pasted, orderNumber: `#${order.number}`, now: new Date() });
    expect(await check(printedIn(order).replace(/.$/, (last) => (last === "0" ? "1" : "0")))).toMatchObject({ outcome: "other_digits", expected: printedIn(order) });
    expect(await check(`THP1-${order.number}`)).toEqual({ outcome: "filter_ignored" });
    expect(await check(renderConfirmation(standin(), order))).toEqual({ outcome: "right", version: 1, code: printedIn(order) });
    expect(await save("print")).toEqual({ outcome: "saved" });
    expect(await stopPrintCodes(it0.shop.id)).toBe(false);
    await it0.hear();
  });

  it("work the instant the mail is sent, before we hear of the order, once, and blocks show the same code", async () => {
    const order = buy();
    const code = printedIn(order);
    const next = placeOrderWithCode(standin(), { code: code.toLowerCase(), customer: null, totalMinor: 4_000 });
    expect(() => placeOrderWithCode(standin(), { code, customer: null, totalMinor: 4_000 })).toThrow("was used");
    await it0.hear();
    expect(await stored(order)).toMatchObject({ code, way: "print", state: "used", used_order_id: next.id });
    expect(await ensureConfirmationCode(it0.shop.id, { orderId: next.id, asked: "block", now: new Date() })).toMatchObject({ outcome: "code", code: { code: printedIn(next), state: "ready" } });
  });

  it("count against the month once they are used, with what they took off: none is set aside for every order", async () => {
    const { spentMinor, sums } = await getConfirmationPage({ ...it0.shop, timeZone: "Europe/London", currency: "GBP" }, new Date());
    expect([sums.open > 0, sums.used, spentMinor]).toEqual([true, 1, 500]);
  });

  it("are taken out of Shopify when the order is cancelled, and nobody else's with it", async () => {
    const [order, other] = [buy(), buy()];
    await it0.hear();
    cancelOrder(standin(), order, Date.now());
    await it0.hear();
    await it0.perform();
    expect(await stored(order)).toMatchObject({ state: "revoked" });
    expect([works(printedIn(order)), works(printedIn(other))]).toEqual([false, true]);
  });

  it("are the same after a worker died with the call made and its answer lost: none is made twice, none is missing", async () => {
    await rotatePrintKey(it0.shop.id, new Date());
    await planPrintCodes(it0.shop.id, new Date());
    const batch = (await nextPrintBatch(pool, it0.shop.id, 250))!;
    // The call that nobody wrote an answer down for.
    await runAdmin(it0.shop, addRedeemCodes, { id: batch.discount.shopifyId!, codes: batch.codes.map((code) => ({ code })) });
    await makePrintCodes(pool, it0.shop, batch);
    await fill();
    expect((await pooled()).map(({ state }) => state)).toEqual(["ready"]);
    const rows = await pool.query<{ code: string }>("SELECT code FROM print_codes WHERE shop_id = $1", [it0.shop.id]);
    const revoked = await pool.query<{ code: string }>("SELECT code FROM confirmation_codes WHERE shop_id = $1 AND state = 'revoked'", [it0.shop.id]);
    const gone = new Set(revoked.rows.map(({ code }) => code));
    expect(inShopify().toSorted()).toEqual(rows.rows.map(({ code }) => code).filter((code) => !gone.has(code)).toSorted());
  });

  it("work with the old key in mails already sent, and in those still sent until the new snippet is pasted", async () => {
    await paste(1);
    const before = buy();
    expect(works(printedIn(before))).toBe(true);
    const sent = printedIn(before);
    await paste(0);
    const order = buy();
    expect(await checkPastedCode(it0.shop, { pasted: printedIn(order), orderNumber: String(order.number), now: new Date() })).toMatchObject({ outcome: "right", version: 2 });
    await it0.hear();
    expect([works(sent), works(printedIn(order))]).toEqual([true, true]);
    const third = buy();
    await it0.hear();
    expect(await stored(third)).toMatchObject({ code: printedIn(third) });
  });

  it("live on while they are still to be printed, week by week", async () => {
    const order = buy();
    const code = printedIn(order);
    await it0.hear();
    for (let week = 1; week <= 8; week += 1) await fill(new Date(Date.now() + week * 7 * DAY_MS));
    const endsAtMs = findDiscount(standin(), code)!.endsAtMs!;
    expect(endsAtMs).toBeGreaterThan(Date.now() + (8 * 7 + 29) * DAY_MS);
    expect(discountStatus(findDiscount(standin(), code)!, Date.now())).toBe("ACTIVE");
  });
});

describe("a rush", () => {
  it("of 600 orders from the pool's floor of 2,500, as fast as they come, with Shopify throttling: no mail prints a code that checkout does not know", async () => {
    const start = (await pool.query<{ top: number }>("SELECT max(order_number)::float8 AS top FROM print_codes WHERE shop_id = $1 AND key_version = 2", [it0.shop.id])).rows[0]!.top;
    // Numbers that drafts and imports took cost nothing; 2,500 codes are left.
    while (standin().nextOrderNumber() < start - 2_501);
    it0.lab.house.faults.admin.throttle = { maximumAvailable: 100, restoreRate: 100 };
    const sentBefore = sentRedeemCodes(standin()).length;
    const unknown: string[] = [];
    let isOver = false;
    const filling = (async () => {
      while (!isOver) await fill().catch((error: unknown) => { if ((error as Error).name !== "ThrottledError") throw error; });
    })();
    for (let placed = 0; placed < 600; placed += 50) {
      for (let at = 0; at < 50; at += 1) {
        const order = buy();
        if (!works(printedIn(order))) unknown.push(printedIn(order));
      }
      await it0.hear();
    }
    isOver = true;
    await filling;
    expect(unknown).toEqual([]);
    const sent = sentRedeemCodes(standin()).slice(sentBefore);
    expect(new Set(sent).size).toBe(sent.length);
    const { rows } = await pool.query<{ n: number; refused: number }>("SELECT count(*)::integer AS n, count(*) FILTER (WHERE state <> 'ready')::integer AS refused FROM print_codes WHERE shop_id = $1 AND order_number > $2", [it0.shop.id, start]);
    expect(rows[0]!.n).toBeGreaterThanOrEqual(3_000);
    expect(rows[0]!.refused).toBe(0);
  });
});
