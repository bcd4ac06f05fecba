import type { CustomerId } from "../ids.ts";

/** From an instant on, a customer is part of another one. */
export interface Merge {
  removedId: CustomerId;
  keptId: CustomerId;
  at: Date;
}

/** The customer that an id stood for at an instant: itself, or the end of the merges up to then, one of that instant included. */
export function holderAt(merges: Merge[], customerId: CustomerId, at: Date): CustomerId {
  let holderId = customerId;
  for (let steps = 0; steps < merges.length; steps += 1) {
    const merge = merges.find(({ removedId }) => removedId === holderId);
    if (!merge || merge.at > at) break;
    holderId = merge.keptId;
  }
  return holderId;
}

/** From when on two ids have stood for one customer: null when always (one id), undefined when never. */
export function togetherSince(merges: Merge[], oneId: CustomerId, otherId: CustomerId): Date | null | undefined {
  if (oneId === otherId) return null;
  const instants = merges.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime());
  return instants.find((at) => holderAt(merges, oneId, at) === holderAt(merges, otherId, at));
}
