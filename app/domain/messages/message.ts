import { z } from "zod";

export const MESSAGE_KINDS = ["invitation", "earned", "reward_available", "points_expire", "points_lapse"] as const;

export type MessageKind = (typeof MESSAGE_KINDS)[number];

const day = z.iso.date();

/**
 * A message to be sent, as data: what it is about, and nothing about the person. Numbers and names are read when it is sent,
 * so that nobody is told of points that are spent by then. `day` is the last shop-local day of the points; ids are decimal strings.
 */
export const message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("invitation") }),
  z.object({ kind: z.literal("earned"), orderId: z.string() }),
  z.object({ kind: z.literal("reward_available"), rewardId: z.string() }),
  z.object({ kind: z.literal("points_expire"), day }),
  z.object({ kind: z.literal("points_lapse"), day }),
]);

export type Message = z.output<typeof message>;
export type MessageOf<Kind extends MessageKind> = Extract<Message, { kind: Kind }>;

/** What holds for every message of a kind. */
interface MessageRules {
  /**
   * Marketing goes to those who agreed to it, and to nobody who unsubscribed; transactional mail tells members what happens
   * to what is theirs, and offers nothing.
   */
  purpose: "transactional" | "marketing";
  /** Held-out customers are not sent it. */
  isHeldOut: boolean;
  isOnByDefault: boolean;
  /**
   * Whether it is sent again when nobody can know if the mail server took it. Points that end without a word weigh more than a
   * mail that comes twice; for the others it is the other way round.
   */
  isRepeatable: boolean;
}

export const MESSAGE_RULES: Record<MessageKind, MessageRules> = {
  invitation: { purpose: "marketing", isHeldOut: true, isOnByDefault: true, isRepeatable: false },
  earned: { purpose: "transactional", isHeldOut: false, isOnByDefault: false, isRepeatable: false },
  reward_available: { purpose: "marketing", isHeldOut: true, isOnByDefault: true, isRepeatable: false },
  points_expire: { purpose: "transactional", isHeldOut: false, isOnByDefault: true, isRepeatable: true },
  points_lapse: { purpose: "transactional", isHeldOut: false, isOnByDefault: true, isRepeatable: true },
};

export const isMessageKind = (text: string): text is MessageKind => (MESSAGE_KINDS as readonly string[]).includes(text);

/** Why a message was not sent: because it should not be, or because it could not. */
export const UNSENT = {
  switched_off: "skipped",
  no_consent: "skipped",
  opted_out: "skipped",
  account_exists: "skipped",
  not_due: "skipped",
  customer_gone: "skipped",
  no_address: "skipped",
  too_late: "failed",
  bad_address: "failed",
  refused_by_server: "failed",
  unclear: "failed",
  unreadable: "failed",
} as const satisfies Record<string, "skipped" | "failed">;

export type UnsentReason = keyof typeof UNSENT;
