import type { Shop } from "#standin/shop/shop.ts";
import { minorOf } from "./decimal-amount.ts";
import { fieldsOf, findIdInGid, gid } from "./fields.ts";

export interface StoreCreditRecord {
  id: string;
  customerId: string;
  amountMinor: number;
  currency: string;
  expiresAt: string | null;
}

interface Book {
  credits: StoreCreditRecord[];
  byKey: Map<string, StoreCreditRecord>;
}

const books = new WeakMap<Shop, Book>();

/** Everything that was credited in a shop, and by which idempotency key. */
export function storeCreditOf(shop: Shop): Book {
  const book = books.get(shop) ?? { credits: [], byKey: new Map<string, StoreCreditRecord>() };
  books.set(shop, book);
  return book;
}

interface CreditInput {
  creditAmount: { amount: string | number; currencyCode: string };
  expiresAt?: string | null;
}

const refused = (field: string[], message: string, code: string): object => ({ storeCreditAccountTransaction: null, userErrors: [{ field, message, code }] });

/** The same key a second time answers with the first credit, as Shopify's directive promises. */
export const storeCreditMutationFields = fieldsOf<object>({
  storeCreditAccountCredit(_source, args, { house: { shop }, nowMs, idempotencyKey }) {
    const book = storeCreditOf(shop);
    const done = book.byKey.get(idempotencyKey ?? "");
    if (done) return { storeCreditAccountTransaction: done, userErrors: [] };
    const { creditAmount, expiresAt = null } = args["creditInput"] as CreditInput;
    const customerId = findIdInGid("Customer", args["id"]) ?? "";
    if (!shop.customers.has(customerId)) return refused(["id"], "Owner does not exist", "OWNER_NOT_FOUND");
    if (creditAmount.currencyCode !== shop.settings.currency) return refused(["creditInput", "creditAmount"], "The currency is not supported", "UNSUPPORTED_CURRENCY");
    const amountMinor = minorOf(creditAmount.amount, creditAmount.currencyCode);
    if (amountMinor <= 0) return refused(["creditInput", "creditAmount"], "The amount must be positive", "NEGATIVE_OR_ZERO_AMOUNT");
    if (expiresAt && Date.parse(expiresAt) <= nowMs) return refused(["creditInput", "expiresAt"], "The date must be in the future", "EXPIRES_AT_IN_PAST");
    const credit = { id: shop.nextId("event"), customerId, amountMinor, currency: creditAmount.currencyCode, expiresAt };
    book.credits.push(credit);
    if (idempotencyKey) book.byKey.set(idempotencyKey, credit);
    return { storeCreditAccountTransaction: credit, userErrors: [] };
  },
});

export const storeCreditTransactionFields = fieldsOf<StoreCreditRecord>({
  id: (credit) => gid("StoreCreditAccountCreditTransaction", credit.id),
});
