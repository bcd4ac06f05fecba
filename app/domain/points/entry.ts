import type { CustomerId, OrderId } from "../ids.ts";
import type { Why } from "./why.ts";

/** What an entry of the ledger is; docs/glossary.md says each in words. */
export const ENTRY_KINDS = [
  "earn_pending",
  "earn_released",
  "earn_cancelled",
  "redeem",
  "redeem_returned",
  "reverse",
  "reverse_waived",
  "expire",
  "adjust",
  "import",
  "merge_in",
  "merge_out",
] as const;

export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What a list of entries can be narrowed to: one kind, or everything that the liability adds up as earned. */
export const ENTRY_FILTERS = ["earned", ...ENTRY_KINDS] as const;

export type EntryFilter = (typeof ENTRY_FILTERS)[number];

export const kindsOf = (filter: EntryFilter): EntryKind[] => (filter === "earned" ? ["earn_pending", "earn_released", "earn_cancelled"] : [filter]);

/**
 * One immutable movement of whole points, before it is written.
 *
 * `pendingPoints` moves what is not spendable yet, `settledPoints` what is (available, or waiting for the first sign-in).
 * A release moves from one to the other and adds nothing. `waivedPoints` were to be taken back and are not: they move nothing. `key` is the business key: the database takes it once.
 */
export interface EntryDraft {
  customerId: CustomerId;
  kind: EntryKind;
  pendingPoints: number;
  settledPoints: number;
  waivedPoints: number;
  occurredAt: Date;
  orderId: OrderId | null;
  programVersion: number | null;
  key: string;
  why: Why;
}

/** The key of the nth entry of an order for a member: the same order can never book the same step twice. */
export const orderEntryKey = (orderId: OrderId, customerId: CustomerId, n: number): string => `order:${orderId}:${customerId}:${n}`;

/** The key of an adjustment, from the key that whoever asked for it gave the request. */
export const adjustmentKey = (idempotencyKey: string): string => `adjust:${idempotencyKey}`;
