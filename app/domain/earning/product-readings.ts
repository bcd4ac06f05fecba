import type { ProductFact } from "./conditions/placed-order.ts";

/** What was so of a product from an instant on, until the next reading that differs. */
export interface ProductReading extends ProductFact {
  from: Date;
}

/** A product that was read at least once. `readings` rise by `from`; the first holds for all time before it. */
export interface ReadProduct {
  readAt: Date;
  readings: ProductReading[];
}

/** What was known of products at an instant; who was never read is missing. */
export function productsAt(products: ReadonlyMap<string, ReadProduct>, productIds: Iterable<string>, at: Date): Map<string, ProductFact> {
  const found = new Map<string, ProductFact>();
  for (const id of productIds) {
    const readings = products.get(id)?.readings ?? [];
    const reading = readings.findLast(({ from }) => from <= at) ?? readings[0];
    if (reading) found.set(id, reading);
  }
  return found;
}

/**
 * Whether a product has to be read before an order of this instant can be judged: never read, or placed after the last
 * reading. An order that is dated in the future waits for its day.
 */
export const isUnread = (product: ReadProduct | undefined, { at, now }: { at: Date; now: Date }): boolean => !product || (product.readAt < at && at <= now);
