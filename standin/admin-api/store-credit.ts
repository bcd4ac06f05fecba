import { GraphQLError } from "graphql";
import type { Shop } from "#standin/shop/shop.ts";
import { fixedAmount } from "#standin/shop/money.ts";
import { minorOf } from "./decimal-amount.ts";
import { fieldsOf, findIdInGid, gid, type FieldArguments } from "./fields.ts";

export interface StoreCreditRecord {
  id: string;
  customerId: string;
  amountMinor: number;
  /** What debits have left of it. */
  leftMinor: number;
  currency: string;
  expiresAt: string | null;
}

export interface StoreDebitRecord {
  id: string;
  customerId: string;
  amountMinor: number;
}

/** What a call with an idempotency key came to. */
interface KeptAnswer {
  transaction: StoreCreditRecord | StoreDebitRecord;
  parameters: string;
  atMs: number;
}

interface Book {
  credits: StoreCreditRecord[];
  debits: StoreDebitRecord[];
  byKey: Map<string, KeptAnswer>;
}

/** For so long Shopify knows a key; then the same call is carried out again. */
const KEY_KEPT_MS = 86_400_000;

const books = new WeakMap<Shop, Book>();

/** Everything that was credited in a shop, and by which idempotency key. */
export function storeCreditOf(shop: Shop): Book {
  const book = books.get(shop) ?? { credits: [], debits: [], byKey: new Map<string, KeptAnswer>() };
  books.set(shop, book);
  return book;
}

/** Takes money from what was credited, what ends first at first. False when there is less. */
export function spendStoreCredit(shop: Shop, { customerId, amountMinor }: { customerId: string; amountMinor: number }): boolean {
  const end = ({ expiresAt }: StoreCreditRecord) => (expiresAt ? Date.parse(expiresAt) : Infinity);
  const credits = storeCreditOf(shop).credits.filter((one) => one.customerId === customerId && end(one) > shop.nowMs()).sort((a, b) => end(a) - end(b));
  if (credits.reduce((sum, { leftMinor }) => sum + leftMinor, 0) < amountMinor) return false;
  let openMinor = amountMinor;
  for (const credit of credits) {
    const takenMinor = Math.min(openMinor, credit.leftMinor);
    credit.leftMinor -= takenMinor;
    openMinor -= takenMinor;
  }
  return true;
}

interface CreditInput {
  creditAmount: { amount: string | number; currencyCode: string };
  expiresAt?: string | null;
}

const refused = (field: string[], message: string, code: string): object => ({ storeCreditAccountTransaction: null, userErrors: [{ field, message, code }] });

/** The answer to a key that is known, as Shopify's directive promises. Throws when something else is asked for under it. */
function keptAnswer(book: Book, key: string | undefined, { args, nowMs }: { args: FieldArguments; nowMs: number }): object | undefined {
  const kept = book.byKey.get(key ?? "");
  if (!kept || nowMs - kept.atMs >= KEY_KEPT_MS) return undefined;
  if (kept.parameters !== JSON.stringify(args)) {
    throw new GraphQLError("The same idempotency key cannot be used with different operation parameters.", { extensions: { code: "IDEMPOTENCY_KEY_PARAMETER_MISMATCH" } });
  }
  return { storeCreditAccountTransaction: kept.transaction, userErrors: [] };
}

export const storeCreditMutationFields = fieldsOf<object>({
  storeCreditAccountCredit(_source, args, { house: { shop }, nowMs, idempotencyKey }) {
    const book = storeCreditOf(shop);
    const kept = keptAnswer(book, idempotencyKey, { args, nowMs });
    if (kept) return kept;
    const { creditAmount, expiresAt = null } = args["creditInput"] as CreditInput;
    const customerId = findIdInGid("Customer", args["id"]) ?? "";
    if (!shop.customers.has(customerId)) return refused(["id"], "Owner does not exist", "OWNER_NOT_FOUND");
    if (creditAmount.currencyCode !== shop.settings.currency) return refused(["creditInput", "creditAmount"], "The currency is not supported", "UNSUPPORTED_CURRENCY");
    const amountMinor = minorOf(creditAmount.amount, creditAmount.currencyCode);
    if (amountMinor <= 0) return refused(["creditInput", "creditAmount"], "The amount must be positive", "NEGATIVE_OR_ZERO_AMOUNT");
    if (expiresAt && Date.parse(expiresAt) <= nowMs) return refused(["creditInput", "expiresAt"], "The date must be in the future", "EXPIRES_AT_IN_PAST");
    const credit = { id: shop.nextId("made"), customerId, amountMinor, leftMinor: amountMinor, currency: creditAmount.currencyCode, expiresAt };
    book.credits.push(credit);
    if (idempotencyKey) book.byKey.set(idempotencyKey, { transaction: credit, parameters: JSON.stringify(args), atMs: nowMs });
    return { storeCreditAccountTransaction: credit, userErrors: [] };
  },
  storeCreditAccountDebit(_source, args, { house: { shop }, nowMs, idempotencyKey }) {
    const book = storeCreditOf(shop);
    const kept = keptAnswer(book, idempotencyKey, { args, nowMs });
    if (kept) return kept;
    const { debitAmount } = args["debitInput"] as { debitAmount: CreditInput["creditAmount"] };
    const customerId = findIdInGid("Customer", args["id"]) ?? "";
    if (!book.credits.some((credit) => credit.customerId === customerId)) return refused(["id"], "Store credit account does not exist", "ACCOUNT_NOT_FOUND");
    if (debitAmount.currencyCode !== shop.settings.currency) return refused(["debitInput", "debitAmount"], "The currency does not match the account's", "MISMATCHING_CURRENCY");
    const amountMinor = minorOf(debitAmount.amount, debitAmount.currencyCode);
    if (amountMinor <= 0) return refused(["debitInput", "debitAmount"], "The amount must be positive", "NEGATIVE_OR_ZERO_AMOUNT");
    if (!spendStoreCredit(shop, { customerId, amountMinor })) return refused(["debitInput", "debitAmount"], "The account does not hold enough", "INSUFFICIENT_FUNDS");
    const debit = { id: shop.nextId("made"), customerId, amountMinor };
    book.debits.push(debit);
    if (idempotencyKey) book.byKey.set(idempotencyKey, { transaction: debit, parameters: JSON.stringify(args), atMs: nowMs });
    return { storeCreditAccountTransaction: debit, userErrors: [] };
  },
});

export const storeCreditTransactionFields = fieldsOf<StoreCreditRecord>({
  id: (credit) => gid("StoreCreditAccountCreditTransaction", credit.id),
  remainingAmount: ({ leftMinor, currency }) => ({ amount: fixedAmount(leftMinor, currency), currencyCode: currency }),
});

export const storeDebitTransactionFields = fieldsOf<StoreDebitRecord>({
  id: (debit) => gid("StoreCreditAccountDebitTransaction", debit.id),
});
