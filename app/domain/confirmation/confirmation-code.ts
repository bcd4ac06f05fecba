import type { Effect } from "../effect.ts";
import type { OrderId } from "../ids.ts";
import { redemptionCode } from "../redemption/redemption-code.ts";
import type { CombinesWith } from "../redemption/reward.ts";
import type { ConfirmationGrant, ConfirmationWay } from "./confirmation-rules.ts";

/**
 * `making`: written down, and Shopify has yet to answer. `used`: an order carried it, which stays true when that order is
 * undone, because Shopify counts the use on. `revoked`: the order that it came with was undone before anybody used it.
 */
export type ConfirmationState = "making" | "ready" | "used" | "revoking" | "revoked" | "refused";

/** What a code gives and needs, as it was when it was given. `endsAt` is the first instant at which it no longer works. */
export interface CodeTerms {
  grant: ConfirmationGrant;
  minimumOrderMinor: number;
  currency: string;
  combinesWith: CombinesWith;
  startsAt: string;
  endsAt: string;
}

/** The code that came with an order. Anybody may use it, once. */
export interface ConfirmationCode {
  orderId: OrderId;
  orderName: string | null;
  code: string;
  way: Exclude<ConfirmationWay, "off" | "static">;
  terms: CodeTerms;
  reservedMinor: number;
  state: ConfirmationState;
  usedOrderId: OrderId | null;
  givenAt: Date;
  endsAt: Date;
}

const PREFIX = "THX-";
const LENGTH = 10;

/** The code of an order: THX- and 10 characters (49 bits) of the shop's keyed hash of the order's id, the same every time. `hash` is hex, 256 bits. */
export const confirmationCodeOf = (hash: string): string => redemptionCode(hash, PREFIX).slice(0, PREFIX.length + LENGTH);

export const issueConfirmationKey = (orderId: OrderId): string => `confirmation:${orderId}`;

/** Making a code in Shopify. The order's id in the title tells our own code from another that took the same string. */
export const issueConfirmationEffect = ({ orderId, orderName, code, terms }: ConfirmationCode): { key: string; effect: Effect } => ({
  key: issueConfirmationKey(orderId),
  effect: { kind: "issue_confirmation_code", orderId, code, title: titleOf({ orderId, orderName }), ...terms },
});

/** Taking an unused code back. */
export const revokeConfirmationEffect = ({ orderId, orderName, code }: ConfirmationCode): { key: string; effect: Effect } => ({
  key: `revoke-confirmation:${orderId}`,
  effect: { kind: "revoke_confirmation_code", orderId, code, title: titleOf({ orderId, orderName }) },
});

/** Taking an unused printed code out of its discount, which other orders' codes share. */
export const removePrintedEffect = ({ orderId, code }: ConfirmationCode): { key: string; effect: Effect } => ({
  key: `remove-printed:${orderId}`,
  effect: { kind: "remove_printed_code", orderId, code },
});

const titleOf = ({ orderId, orderName }: Pick<ConfirmationCode, "orderId" | "orderName">): string => `Order confirmation ${orderName ?? ""} (${orderId})`.replace("  ", " ");
