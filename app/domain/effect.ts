import { z } from "zod";
import { message, type UnsentReason } from "./messages/message.ts";
import { confirmationGrant } from "./confirmation/confirmation-rules.ts";
import { combinesWith } from "./redemption/reward.ts";
import { rewardGrant } from "./redemption/reward-grant.ts";

const redemption = { redemptionId: z.string() };
const discount = { ...redemption, code: z.string(), customerId: z.string() };
const tagged = { perkId: z.string(), customerId: z.string(), tag: z.string() };
const order = { orderId: z.string(), code: z.string(), title: z.string() };
const money = { amountMinor: z.number().int(), currency: z.string() };

/**
 * What is to be done in Shopify, or by mail, as data: everything that the call needs, so that it says the same however often it is made.
 * Ids are decimal strings, instants ISO texts, money minor units of `currency`.
 */
export const effect = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("issue_discount_code"),
    ...discount,
    title: z.string(),
    grant: rewardGrant,
    currency: z.string(),
    minimumOrderMinor: z.number().int(),
    combinesWith,
    /** Null: any number of times. */
    usesMax: z.number().int().nullable().default(1),
    startsAt: z.string(),
    endsAt: z.string().nullable(),
  }),
  z.object({ kind: z.literal("release_discount_code"), ...redemption, code: z.string() }),
  z.object({ kind: z.literal("rebind_discount_code"), ...discount, grantKind: z.string() }),
  z.object({ kind: z.literal("credit_store_credit"), ...redemption, customerId: z.string(), ...money, endsAt: z.string() }),
  z.object({ kind: z.literal("issue_gift_card"), ...discount, ...money, expiresOn: z.string() }),
  z.object({ kind: z.literal("look_for_store_credit"), ...redemption, shopifyId: z.string() }),
  z.object({ kind: z.literal("debit_store_credit"), ...redemption, customerId: z.string(), ...money }),
  z.object({ kind: z.literal("deactivate_gift_card"), ...redemption, shopifyId: z.string() }),
  z.object({ kind: z.literal("send_message"), customerId: z.string(), message, sendBefore: z.string() }),
  z.object({
    kind: z.literal("issue_confirmation_code"),
    ...order,
    grant: confirmationGrant,
    currency: z.string(),
    minimumOrderMinor: z.number().int(),
    combinesWith,
    startsAt: z.string(),
    endsAt: z.string(),
  }),
  z.object({ kind: z.literal("revoke_confirmation_code"), ...order }),
  z.object({ kind: z.literal("remove_printed_code"), orderId: z.string(), code: z.string() }),
  z.object({ kind: z.literal("look_for_tag"), ...tagged }),
  z.object({ kind: z.literal("add_customer_tag"), ...tagged }),
  z.object({ kind: z.literal("remove_customer_tag"), ...tagged }),
]);

export type Effect = z.output<typeof effect>;
export type EffectKind = Effect["kind"];
export type EffectOf<Kind extends EffectKind> = Extract<Effect, { kind: Kind }>;

/** An effect as another release of ours stored it, in a shape that this one does not know: what it was for, as far as that can be told. */
export interface UnreadableEffect {
  kind: "unreadable";
  was: string | undefined;
  redemptionId: string | undefined;
  perkId: string | undefined;
  orderId: string | undefined;
}

const text = z.string().optional().catch(undefined);
const traces = z.object({ kind: text, redemptionId: text, perkId: text, orderId: text }).catch({});

/** A stored effect. One that cannot be read is no reason to stop: it is answered as what it is. */
export function readEffect(stored: unknown): Effect | UnreadableEffect {
  const read = effect.safeParse(stored);
  if (read.success) return read.data;
  const { kind: was, redemptionId, perkId, orderId } = traces.parse(stored);
  return { kind: "unreadable", was, redemptionId, perkId, orderId };
}

/** Which way an effect goes: what waits for the mail server keeps nothing waiting that is for Shopify. */
export type EffectLane = "shopify" | "mail";

/** What came of an effect. "unclear": nobody can say whether it was done, and to ask again could do it twice. "again": done so far, and to be looked at once more after a while. */
export type EffectOutcome =
  | { outcome: "done"; receipt: Receipt }
  | { outcome: "refused"; code: string | null; message: string }
  | { outcome: "unsent"; because: UnsentReason }
  | { outcome: "unclear"; message: string }
  | { outcome: "again"; afterMs: number };

/**
 * What Shopify answered. `shopifyId` is a gid; `carriedBy` are the orders with the code that are neither cancelled nor fully
 * refunded; `leftMinor` is what is left of store credit that was given; `isTaken` false: it had been used.
 */
export type Receipt =
  | { kind: "issued"; shopifyId: string }
  | { kind: "closed"; carriedBy: string[] }
  | { kind: "credit_seen"; leftMinor: number; currency: string }
  | { kind: "taken_back"; isTaken: boolean }
  | { kind: "rebound" }
  | { kind: "sent" }
  | { kind: "tag_seen"; isThere: boolean }
  | { kind: "tag_changed" };
