import type { Shop } from "#standin/shop/shop.ts";
import { fixedAmount } from "#standin/shop/money.ts";
import { minorOf } from "./decimal-amount.ts";
import { connection, fieldsOf, findIdInGid, gid, type ConnectionField } from "./fields.ts";
import { compileSearch, type SearchFields } from "./search-query.ts";

export interface GiftCardRecord {
  id: string;
  /** Never shown again by Shopify. */
  code: string;
  amountMinor: number;
  /** What is left on it. */
  balanceMinor: number;
  currency: string;
  isEnabled: boolean;
  customerId: string | null;
  note: string | null;
  expiresOn: string | null;
  createdAtMs: number;
}

const books = new WeakMap<Shop, GiftCardRecord[]>();

export function giftCardsOf(shop: Shop): GiftCardRecord[] {
  const book = books.get(shop) ?? [];
  books.set(shop, book);
  return book;
}

export const findGiftCard = (shop: Shop, id: unknown): GiftCardRecord | undefined => giftCardsOf(shop).find((card) => card.id === findIdInGid("GiftCard", id));

interface GiftCardInput {
  code?: string;
  initialAmount?: { amount: string | number; currencyCode: string };
  customerId?: string | null;
  expiresOn?: string | null;
  note?: string | null;
}

const refused = (field: string, message: string, code: string): object => ({ giftCard: null, giftCardCode: null, userErrors: [{ field: ["input", field], message, code }] });

export const giftCardMutationFields = fieldsOf<object>({
  giftCardCreate(_source, args, { house: { shop }, nowMs }) {
    const { code = "", initialAmount, customerId = null, expiresOn = null, note = null } = args["input"] as GiftCardInput;
    if (!/^[a-z0-9]{8,20}$/i.test(code)) return refused("code", "Code must have 8 to 20 letters and digits", "INVALID");
    const customer = customerId === null ? null : (findIdInGid("Customer", customerId) ?? "");
    if (customer !== null && !shop.customers.has(customer)) return refused("customerId", "The customer could not be found", "CUSTOMER_NOT_FOUND");
    if (giftCardsOf(shop).some((card) => card.code.toLowerCase() === code.toLowerCase())) return refused("code", "Code has already been taken", "TAKEN");
    const amountMinor = initialAmount ? minorOf(initialAmount.amount, initialAmount.currencyCode) : 0;
    if (amountMinor <= 0) return refused("initialAmount", "Initial value must be greater than 0", "GREATER_THAN");
    const card: GiftCardRecord = { id: shop.nextId("made"), code, amountMinor, balanceMinor: amountMinor, currency: shop.settings.currency, isEnabled: true, customerId: customer, note, expiresOn, createdAtMs: nowMs };
    giftCardsOf(shop).push(card);
    return { giftCard: card, giftCardCode: code.toLowerCase(), userErrors: [] };
  },
  giftCardDeactivate(_source, args, { house: { shop } }) {
    const card = findGiftCard(shop, args["id"]);
    if (!card) return { giftCard: null, userErrors: [{ field: ["id"], message: "The gift card could not be found", code: "GIFT_CARD_NOT_FOUND" }] };
    card.isEnabled = false;
    return { giftCard: card, userErrors: [] };
  },
});

const SEARCH: SearchFields<GiftCardRecord> = {
  id: (card) => ({ kind: "id", id: card.id }),
  last_characters: (card) => ({ kind: "words", words: [card.code.slice(-4)] }),
};

export const giftCardsConnection: ConnectionField = connection(
  (_source, args, { house, nowMs }) => giftCardsOf(house.shop).filter(({ createdAtMs }) => createdAtMs + house.faults.admin.searchLagMs <= nowMs).filter(compileSearch(args["query"], SEARCH)),
  (card: GiftCardRecord) => card.id,
);

export const giftCardFields = fieldsOf<GiftCardRecord>({
  id: (card) => gid("GiftCard", card.id),
  note: (card) => card.note,
  enabled: (card) => card.isEnabled,
  balance: ({ balanceMinor, currency }) => ({ amount: fixedAmount(balanceMinor, currency), currencyCode: currency }),
  initialValue: ({ amountMinor, currency }) => ({ amount: fixedAmount(amountMinor, currency), currencyCode: currency }),
  lastCharacters: (card) => card.code.slice(-4).toLowerCase(),
});
