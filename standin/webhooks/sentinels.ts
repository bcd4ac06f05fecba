/** Buyers by these names in their e-mail address (lost@example.com) provoke a failure of the webhooks about them. */
const SENTINELS = ["lost", "twice", "late", "broken"] as const;

export type Sentinel = (typeof SENTINELS)[number];

/** How late the webhooks of late@... come. */
export const LATE_MS = 10_000;

/**
 * The failure that a payload provokes by the buyer's address: lost is never sent, twice is sent twice with the same id,
 * late comes ten seconds later, broken is cut in the middle and well signed.
 */
export function sentinelOf(payload: Record<string, unknown>): Sentinel | undefined {
  const { email } = payload;
  if (typeof email !== "string") return undefined;
  return SENTINELS.find((sentinel) => email.startsWith(`${sentinel}@`));
}
