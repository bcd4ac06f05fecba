import type { CustomerId } from "./ids.ts";

/** A customer, and whom they were merged into first, and when; null for who was not merged. */
export interface FamilyMember {
  customerId: CustomerId;
  mergedInto: CustomerId | null;
  mergedAt: Date | null;
}

/**
 * The ids of the person whom an id stood for at an instant: up to whom it had been merged into by then, and all that had been
 * merged into them. What was merged later is another matter, whenever it was heard of: two installations that hear the same
 * in another order mean the same person. `rootId` is the account that they had then.
 */
export function personAt(family: FamilyMember[], { customerId, at }: { customerId: CustomerId; at: Date }): { rootId: CustomerId; customerIds: CustomerId[] } {
  const byId = new Map(family.map((one) => [one.customerId, one]));
  const parentOf = (id: CustomerId): CustomerId | null => {
    const one = byId.get(id);
    return one?.mergedInto != null && one.mergedAt !== null && one.mergedAt <= at && byId.has(one.mergedInto) ? one.mergedInto : null;
  };
  const rootOf = (id: CustomerId): CustomerId => {
    const seen = new Set<CustomerId>();
    for (let parent = parentOf(id); parent !== null && !seen.has(parent); parent = parentOf(id)) {
      seen.add(parent);
      id = parent;
    }
    return id;
  };
  const rootId = rootOf(customerId);
  return { rootId, customerIds: [...new Set([rootId, customerId, ...family.map((one) => one.customerId).filter((id) => rootOf(id) === rootId)])] };
}
