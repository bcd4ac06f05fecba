import type { Backfill, Sync } from "#app/contract/sync.ts";

/** How far the reading of the shop's history is. `total` is null until Shopify has said how many orders there are. */
export type Reading =
  | { state: "none" }
  | { state: "running"; done: number; total: number | null; isCounting: boolean }
  | { state: "failed"; reason: string | null }
  | { state: "done"; orders: number };

/** Of a reading that is done: what of it could not be read, a sentence for orders and for customers. */
export const leftOutOf = (backfills: Backfill[]): string[] => backfills.flatMap(({ state, failure }) => (state === "done" && failure ? failure : []));

const isOpen = ({ state }: Backfill) => state !== "done" && state !== "failed";

/** One answer from the readings of customers and of orders: failed if either failed, running while either runs. */
export function readingOf({ backfills }: Pick<Sync, "backfills">): Reading {
  const orders = backfills.find(({ subject }) => subject === "orders");
  const customers = backfills.find(({ subject }) => subject === "customers");
  const failed = [orders, customers].find((backfill) => backfill?.state === "failed");
  if (failed) return { state: "failed", reason: failed.failure };
  const open = [orders, customers].find((backfill) => backfill && isOpen(backfill));
  if (open) {
    const isCounting = open.state === "settling";
    return orders ? { state: "running", done: orders.done, total: orders.total, isCounting } : { state: "running", done: 0, total: null, isCounting };
  }
  if (!orders) return { state: "none" };
  return { state: "done", orders: orders.done };
}
