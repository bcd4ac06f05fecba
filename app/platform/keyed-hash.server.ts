import { createHmac, createSecretKey } from "node:crypto";

/** Keyed hashes of one shop: the same text gives the same hash in that shop and nothing outside of it. Hex, 256 bits. */
export interface KeyedHash {
  /** Upper and lower case and blanks around it do not matter in an e-mail address here. */
  email(address: string): string;
  checkoutToken(token: string): string;
  /** What the code of a redemption is made of. */
  redemption(redemptionId: string): string;
  /** What the code of an order's confirmation is made of. */
  confirmation(orderId: string): string;
  /** What decides whether a customer is held out. */
  holdout(customerId: string): string;
  /** What proves that a link to unsubscribe came from a mail of ours to this customer. */
  optOut(customerAndKind: string): string;
  /** What a mail is called, in every attempt to send it. */
  message(effectId: string): string;
}

/** `key` is the shop's own, opened; the kinds do not share hashes, so one can never be looked up as the other. */
export function keyedHash(key: Buffer): KeyedHash {
  // Made once: preparing a key takes five times as long as hashing an address with it.
  const secret = createSecretKey(key);
  const hash = (kind: string, value: string) => createHmac("sha256", secret).update(`${kind}:${value}`).digest("hex");
  return {
    email: (address) => hash("email", address.trim().toLowerCase()),
    checkoutToken: (token) => hash("checkout_token", token),
    redemption: (redemptionId) => hash("redemption", redemptionId),
    confirmation: (orderId) => hash("confirmation", orderId),
    holdout: (customerId) => hash("holdout", customerId),
    optOut: (customerAndKind) => hash("opt_out", customerAndKind),
    message: (effectId) => hash("message", effectId),
  };
}
