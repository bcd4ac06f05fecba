import { discountsOf, findDiscount, type DiscountCodeRecord } from "#standin/shop/discounts.ts";
import { compareIds, type Shop } from "#standin/shop/shop.ts";
import { utcInstant } from "#standin/shop/time.ts";
import { connection, fieldsOf, findIdInGid, gid, type RequestContext } from "./fields.ts";

/** Shopify's limit on lists of input. */
const CODES_MAX = 250;
/** Until Shopify has taken the codes in; a client that does not poll is too early within it. */
const TAKEN_IN_AFTER_MS = 60;

/** Codes that are being added to a discount. `outcomes` is empty until it is done. */
export interface BulkCreationRecord {
  id: string;
  createdAtMs: number;
  discount: DiscountCodeRecord;
  codes: string[];
  outcomes: { id: string; code: string; added: DiscountCodeRecord | null }[];
}

const books = new WeakMap<Shop, Map<string, BulkCreationRecord>>();

function creationsOf(shop: Shop): Map<string, BulkCreationRecord> {
  const book = books.get(shop) ?? new Map<string, BulkCreationRecord>();
  books.set(shop, book);
  return book;
}

/** Every code that was sent to be added to a discount, once for each time. */
export const sentRedeemCodes = (shop: Shop): string[] => [...creationsOf(shop).values()].flatMap(({ codes }) => codes);

/** One more code of a discount: it lives and ends with it, and is used up by itself. */
const codeOf = (discount: DiscountCodeRecord, code: string, redeemCodeId: string): DiscountCodeRecord => Object.assign(Object.create(discount) as DiscountCodeRecord, { code, used: 0, redeemCodeId });

function takeIn(shop: Shop, creation: BulkCreationRecord): void {
  creation.outcomes = creation.codes.map((code) => {
    const id = shop.nextId("made");
    if (code.trim() === "" || findDiscount(shop, code)) return { id, code, added: null };
    const added = codeOf(creation.discount, code, id);
    discountsOf(shop).set(code.toUpperCase(), added);
    return { id, code, added };
  });
}

const refused = (field: string, message: string, code: string): object => ({ bulkCreation: null, userErrors: [{ field: [field], message, code, extraInfo: null }] });

export const findDiscountById = (shop: Shop, id: unknown): DiscountCodeRecord | undefined => {
  const digits = findIdInGid("DiscountCodeNode", id);
  for (const one of discountsOf(shop).values()) if (one.id === digits) return one.redeemCodeId === undefined ? one : (Object.getPrototypeOf(one) as DiscountCodeRecord);
  return undefined;
};

export const redeemCodeMutationFields = fieldsOf<object>({
  discountRedeemCodeBulkAdd(_source, args, { house: { shop } }) {
    const codes = (args["codes"] as { code: string }[]).map(({ code }) => code);
    const discount = findDiscountById(shop, args["discountId"]);
    if (!discount) return refused("discountId", "Code discount does not exist.", "INVALID");
    if (codes.length === 0) return refused("codes", "Codes can't be blank", "BLANK");
    if (codes.length > CODES_MAX) return refused("codes", `The input array size of ${codes.length} is greater than the maximum allowed of ${CODES_MAX}.`, "MAX_INPUT_SIZE_EXCEEDED");
    const creation: BulkCreationRecord = { id: shop.nextId("made"), createdAtMs: shop.nowMs(), discount, codes, outcomes: [] };
    creationsOf(shop).set(creation.id, creation);
    setTimeout(() => takeIn(shop, creation), TAKEN_IN_AFTER_MS).unref();
    return { bulkCreation: creation, userErrors: [] };
  },
  discountCodeRedeemCodeBulkDelete(_source, args, { house: { shop } }) {
    const ids = new Set(((args["ids"] ?? []) as string[]).map((one) => findIdInGid("DiscountRedeemCode", one)));
    const discount = findDiscountById(shop, args["discountId"]);
    if (!discount) return { job: null, userErrors: [{ field: ["discountId"], message: "Code discount does not exist.", code: "INVALID", extraInfo: null }] };
    for (const [key, one] of discountsOf(shop)) if (one.id === discount.id && one.redeemCodeId !== undefined && ids.has(one.redeemCodeId)) discountsOf(shop).delete(key);
    return { job: { id: `gid://shopify/Job/${crypto.randomUUID()}`, done: true }, userErrors: [] };
  },
});

export const redeemCodeQueryFields = fieldsOf<object>({
  discountRedeemCodeBulkCreation: (_source: object, args: Record<string, unknown>, { house }: RequestContext) => creationsOf(house.shop).get(findIdInGid("DiscountRedeemCodeBulkCreation", args["id"]) ?? "") ?? null,
});

export const bulkCreationFields = fieldsOf<BulkCreationRecord>({
  id: ({ id }) => gid("DiscountRedeemCodeBulkCreation", id),
  createdAt: ({ createdAtMs }) => utcInstant(createdAtMs),
  done: ({ outcomes }) => outcomes.length > 0,
  codesCount: ({ codes }) => codes.length,
  importedCount: ({ outcomes }) => outcomes.filter(({ added }) => added).length,
  failedCount: ({ outcomes }) => outcomes.filter(({ added }) => !added).length,
  discountCode: ({ discount }) => discount,
  codes: connection(({ outcomes }: BulkCreationRecord) => outcomes.toSorted((a, b) => compareIds(a.id, b.id)), ({ id }: BulkCreationRecord["outcomes"][number]) => id),
});

export const bulkCreationCodeFields = fieldsOf<BulkCreationRecord["outcomes"][number]>({
  code: ({ code }) => code,
  discountRedeemCode: ({ added }) => added,
  errors: ({ added }) => (added ? [] : [{ field: ["code"], message: "Code must be unique. Please try a different code.", code: "TAKEN", extraInfo: null }]),
});

export const redeemCodeFields = fieldsOf<DiscountCodeRecord>({
  id: ({ redeemCodeId, id }) => gid("DiscountRedeemCode", redeemCodeId ?? id),
  code: ({ code }) => code,
  asyncUsageCount: ({ used }) => used,
});

/** The codes of a discount; `query` finds one by its text. */
export const redeemCodesConnection = connection(
  (discount: DiscountCodeRecord, args, { house: { shop } }) =>
    [...discountsOf(shop).values()].filter((one) => one.id === discount.id && (args["query"] == null || one.code.toUpperCase() === String(args["query"]).toUpperCase())),
  (one: DiscountCodeRecord) => one.redeemCodeId ?? one.id,
);
