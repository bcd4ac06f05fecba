import type { EffectOf, EffectOutcome } from "#app/domain/effect.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import { addEffects, dropEffects } from "#app/effects/outbox.server.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import { enqueueJob, performEffectsOf } from "#app/store/jobs.server.ts";
import { endPerk, findTagBeingRemoved, noteTagOwner } from "#app/store/member-perks.server.ts";

type TagEffect = EffectOf<"look_for_tag" | "add_customer_tag" | "remove_customer_tag">;

const keyOf = { look_for_tag: (perkId: string) => `tag-look:${perkId}`, add_customer_tag: (perkId: string) => `tag-add:${perkId}`, remove_customer_tag: (perkId: string) => `tag-remove:${perkId}` };

async function ask(tx: Tx, shopId: number, { effect, now }: { effect: TagEffect; now: Date }): Promise<void> {
  await addEffects(tx, shopId, { effects: [{ key: keyOf[effect.kind](effect.perkId), effect }], now });
  await enqueueJob(tx, performEffectsOf(shopId));
}

/** A tag of a member, for the perk that gives it. */
export interface TagOfPerk {
  perkId: string;
  customerId: CustomerId;
  tag: string;
}

/**
 * Starts giving a tag: first it is looked whether the customer has it already, because only what we added is taken away
 * again. One of ours that is just being taken away stays instead.
 */
export async function giveTag(tx: Tx, shopId: number, { tag, now }: { tag: TagOfPerk; now: Date }): Promise<void> {
  const removedFor = await findTagBeingRemoved(tx, shopId, tag);
  if (!removedFor) return ask(tx, shopId, { effect: { kind: "look_for_tag", ...tag }, now });
  await dropEffects(tx, shopId, { keys: [keyOf.remove_customer_tag(removedFor)], now });
  await noteTagOwner(tx, shopId, { perkId: tag.perkId, isOurs: true });
  await ask(tx, shopId, { effect: { kind: "add_customer_tag", ...tag }, now });
}

/** Takes a tag away if it is ours. One that Shopify never heard of needs no call. */
export async function takeTagAway(tx: Tx, shopId: number, { tag, isOurs, now }: { tag: TagOfPerk; isOurs: boolean | null; now: Date }): Promise<void> {
  await dropEffects(tx, shopId, { keys: [keyOf.look_for_tag(tag.perkId)], now });
  const { mayHaveHappened } = await dropEffects(tx, shopId, { keys: [keyOf.add_customer_tag(tag.perkId)], now });
  if (isOurs && mayHaveHappened) await ask(tx, shopId, { effect: { kind: "remove_customer_tag", ...tag }, now });
}

/** Books what came of a tag's effect. Closed once by the caller, in the same transaction. */
export async function receiveTag(tx: LockedTx, shopId: number, { effect, outcome, now }: { effect: TagEffect; outcome: Exclude<EffectOutcome, { outcome: "again" }>; now: Date }): Promise<void> {
  const { perkId, customerId, tag } = effect;
  if (outcome.outcome !== "done") {
    const refusal = "message" in outcome ? outcome.message : null;
    if (effect.kind !== "remove_customer_tag") await endPerk(tx, shopId, { perkId, because: "refused", refusal, now });
    return;
  }
  if (outcome.outcome !== "done" || outcome.receipt.kind !== "tag_seen") return;
  const isOurs = !outcome.receipt.isThere;
  if ((await noteTagOwner(tx, shopId, { perkId, isOurs })) && isOurs) await ask(tx, shopId, { effect: { kind: "add_customer_tag", perkId, customerId, tag }, now });
}
