import type { CustomerId } from "../ids.ts";

/** Whether a customer gets what was not promised (invitations, offers, surprises), or is left without it to measure it. */
export type Arm = "treated" | "held_out";

/** The shop's keyed hash of a customer id: hex, 52 bits or more. Nobody without the key can tell who is held out. */
export type HoldoutKey = (customerId: CustomerId) => string;

const HEX_DIGITS = 13;

/**
 * The arm of a customer at a share of 0 to 100 per cent held out.
 *
 * The same key, customer and share give the same arm. Whoever is held out at a share is held out at every higher one. 0
 * holds out nobody, 100 everybody.
 */
export function arm(key: HoldoutKey, customerId: CustomerId, percent: number): Arm {
  const place = Number.parseInt(key(customerId).slice(0, HEX_DIGITS), 16) / 16 ** HEX_DIGITS;
  return place * 100 < percent ? "held_out" : "treated";
}
