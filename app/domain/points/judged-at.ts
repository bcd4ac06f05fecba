import type { ProgramVersion } from "../program/program.ts";

/** As of when an order is judged: by the facts up to `rankAt`, and by the counting policy that was in force at `policyAt`. */
export interface JudgedAt {
  rankAt: Date;
  policyAt: Date;
}

/** When it was decided that a version's orders earn by it: later than they were placed, where it begins in the past. */
export const decidedAt = ({ award, publishedAt, startsAt }: ProgramVersion): Date => award?.awardedAt ?? publishedAt ?? startsAt;

/**
 * As of when an order is judged at an instant: as of then until it settles, as of its settlement from then on. No order
 * settled by rules that nobody had published: until then the counting policy could still be chosen.
 */
export function judgedAt({ version, settlesAt }: { version: ProgramVersion; settlesAt: Date | undefined }, at: Date): JudgedAt {
  const rankAt = settlesAt && settlesAt < at ? settlesAt : at;
  const earliest = decidedAt(version);
  return { rankAt, policyAt: rankAt < earliest ? earliest : rankAt };
}
