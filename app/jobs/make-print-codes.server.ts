import { setTimeout as pause } from "node:timers/promises";
import { printDiscountTitle } from "#app/domain/confirmation/code-pool.ts";
import { issueDiscount } from "#app/effects/issue-discount-code.server.ts";
import type { EffectShop } from "#app/effects/performer.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { addRedeemCodes, redeemCode, redeemCodesOutcome, redeemCodesState } from "#app/shopify/documents/redeem-codes.ts";
import { updateBasicDiscount } from "#app/shopify/documents/update-basic-discount.ts";
import { updateFreeShipping } from "#app/shopify/documents/update-free-shipping.ts";
import { RetryableError } from "#app/shopify/errors.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import { changePrintDiscount, notePrintCall, notePrintOutcomes, type PrintBatch, type PrintDiscount } from "#app/store/print-codes.server.ts";

const POLL_MIN_MS = 100;
const POLL_MAX_MS = 2_000;
// Some seconds: afterwards the place is others', and the call is looked at again later.
const POLLS_MAX = 5;

/**
 * Makes the codes of a batch in Shopify, and waits some seconds until they work. May die anywhere and be asked again: the discount
 * is found by its seed code, the call by its gid, and a code that is there already is looked up and taken for made if it is ours.
 * Answers whether Shopify is still at it, so that the same batch is to be asked for again.
 */
export async function makePrintCodes(db: Tx, shop: EffectShop & { id: number }, { discount, creationId: begunId, codes }: PrintBatch): Promise<{ isWaiting: boolean }> {
  const discountGid = discount.shopifyId ?? (await makeDiscount(db, shop, discount));
  let creationId = begunId;
  if (creationId === null) {
    creationId = (await runAdmin(shop, addRedeemCodes, { id: discountGid, codes: codes.map((code) => ({ code })) })).discountRedeemCodeBulkAdd.bulkCreation.id;
    await notePrintCall(db, shop.id, { codes, creationId });
  }
  const made = await outcomeOf(shop, creationId);
  if (made === "waiting") return { isWaiting: true };
  // Shopify forgot the call: the codes are added once more, and those that are there are found.
  if (!made) {
    await notePrintCall(db, shop.id, { codes, creationId: null });
    return { isWaiting: false };
  }
  const outcomes = [];
  for (const code of codes) {
    const one = made.find((each) => each.code === code);
    if (one?.discountRedeemCode) outcomes.push({ code, shopifyId: one.discountRedeemCode.id, refusal: null });
    else outcomes.push(await findMade(shop, { code, title: printDiscountTitle(discount), message: one?.errors[0]?.message ?? "Shopify says nothing about this code." }));
  }
  await notePrintOutcomes(db, shop.id, outcomes);
  return { isWaiting: false };
}

async function makeDiscount(db: Tx, shop: EffectShop & { id: number }, { week, edition, seedCode, terms }: PrintDiscount): Promise<string> {
  const outcome = await issueDiscount(shop, { ...terms, code: seedCode, title: printDiscountTitle({ week, edition }), customerId: null, usesMax: 1 }, true);
  if (outcome.outcome !== "done" || outcome.receipt.kind !== "issued") throw new RetryableError(`the discount of printed codes was not made: ${outcome.outcome === "refused" ? outcome.message : outcome.outcome}`);
  await changePrintDiscount(db, shop.id, { week, edition, shopifyId: outcome.receipt.shopifyId });
  return outcome.receipt.shopifyId;
}

async function outcomeOf(shop: EffectShop, id: string) {
  for (let polls = 0; polls < POLLS_MAX; polls += 1) {
    const { discountRedeemCodeBulkCreation: state } = await runAdmin(shop, redeemCodesState, { id });
    if (!state) return undefined;
    if (state.done) return (await runAdmin(shop, redeemCodesOutcome, { id })).discountRedeemCodeBulkCreation?.codes.nodes;
    await pause(Math.min(POLL_MAX_MS, POLL_MIN_MS * 2 ** polls));
  }
  return "waiting" as const;
}

async function findMade(shop: EffectShop, { code, title, message }: { code: string; title: string; message: string }) {
  const { codeDiscountNodeByCode: found } = await runAdmin(shop, redeemCode, { code });
  if (found?.codeDiscount.title !== title) return { code, shopifyId: null, refusal: message };
  return { code, shopifyId: found.codeDiscount.codes?.nodes.find((one) => one.code.toUpperCase() === code)?.id ?? null, refusal: null };
}

/** Lets a discount end later, because codes in it are still to be printed. */
export async function extendPrintDiscount(db: Tx, shop: EffectShop & { id: number }, { discount: { week, edition, terms, shopifyId }, endsAt }: { discount: PrintDiscount; endsAt: Date }): Promise<void> {
  if (shopifyId === null) return;
  const change = { id: shopifyId, discount: { endsAt: endsAt.toISOString() } };
  await (terms.grant.kind === "free_shipping" ? runAdmin(shop, updateFreeShipping, change) : runAdmin(shop, updateBasicDiscount, change));
  await changePrintDiscount(db, shop.id, { week, edition, endsAt });
}
