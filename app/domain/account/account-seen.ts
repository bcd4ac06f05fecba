/**
 * How an account came to be known. "before_install": it was there when we came. "enabled": Shopify said that it was enabled.
 * "state": a customer whom we knew without one has one now. "sign_in": the customer came to one of our surfaces signed in.
 */
export type AccountSource = "before_install" | "enabled" | "state" | "sign_in";

/** A customer's account. `enabledAt` is null where it is older than the installation; `seenAt` is when we first knew of it. */
export interface MemberAccount {
  source: AccountSource;
  enabledAt: Date | null;
  seenAt: Date;
}

/** A customer whom Shopify shows with an account that we have not written down. */
export interface SeenWithAccount {
  createdAt: Date | null;
  /** Of the version that shows the account. */
  updatedAt: Date;
  /** When we first heard of the customer. */
  firstSeenAt: Date;
}

/**
 * What a customer's state "enabled" says, seen at `now`.
 *
 * While the history of the installation is read, the account was there before. Later it is young where we knew the customer
 * without it, or where the customer is no older than the installation; otherwise nobody can tell, and it counts as old. A
 * young one is dated by the version that shows it, not before the installation and not after `now`.
 */
export function accountSeen({ createdAt, updatedAt, firstSeenAt }: SeenWithAccount, { installedAt, isHistoryOpen, now }: { installedAt: Date; isHistoryOpen: boolean; now: Date }): MemberAccount {
  const isYoung = firstSeenAt < now || (createdAt !== null && createdAt >= wholeSecond(installedAt));
  if (isHistoryOpen || !isYoung) return { source: "before_install", enabledAt: null, seenAt: now };
  return { source: "state", enabledAt: new Date(Math.min(Math.max(updatedAt.getTime(), installedAt.getTime()), now.getTime())), seenAt: now };
}

/** What is to be done about an account: `account` is to be written, `isCreated` says that this is its creation. */
export type AccountDecision = { account: MemberAccount; isCreated: boolean } | undefined;

/**
 * What it means that an account was enabled at `at`, or that its owner was seen signed in then.
 *
 * The first word of an account that we did not know creates it; one of before the installation does not. An account that the
 * history showed was created after the installation if it was enabled before the history showed it: the sign-in came between.
 * Being enabled once more creates nothing. Otherwise the earliest time stands.
 */
export function accountEnabled(known: MemberAccount | undefined, { at, source, installedAt, now }: { at: Date; source: "enabled" | "sign_in"; installedAt: Date; now: Date }): AccountDecision {
  if (at < wholeSecond(installedAt)) return known ? undefined : { account: { source: "before_install", enabledAt: null, seenAt: now }, isCreated: false };
  if (!known) return { account: { source, enabledAt: at, seenAt: now }, isCreated: true };
  if (known.enabledAt === null) return source === "enabled" && at <= known.seenAt ? { account: { ...known, source, enabledAt: at }, isCreated: true } : undefined;
  return at < known.enabledAt ? { account: { ...known, enabledAt: at }, isCreated: false } : undefined;
}

// Shopify's own times are whole seconds, rounded down.
const wholeSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1_000) * 1_000);
