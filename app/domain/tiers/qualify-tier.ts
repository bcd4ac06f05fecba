import { programAt, type ProgramVersion } from "../program/program.ts";
import { remembered } from "../remembered.ts";
import { addDays, localDay, startOfDay } from "../time.ts";
import { tierPlaceOf, type Tier, type TierQualification } from "./tier.ts";

/** So much towards a tier from `at` on, as something of `placedAt`; gone again from `until` on (a cancelled order). */
export interface Contribution {
  basis: TierQualification["basis"];
  at: Date;
  placedAt: Date;
  until: Date | null;
  amount: number;
}

/** Why a member's tier changed; `total` in the unit of the basis. "program": other rules, the same facts; "given": by somebody, not by orders. */
export interface TierCause {
  kind: "reached" | "fell" | "program" | "given";
  basis: TierQualification["basis"];
  total: number;
  threshold: number | null;
  version: number;
}

export interface TierChange {
  at: Date;
  fromTierId: string | null;
  toTierId: string | null;
  cause: TierCause;
}

/**
 * A tier that somebody was given, whatever their orders say, from an instant on: until another, or where none is named until
 * what is placed at `from` leaves the window of the program; or until it was taken back, which no grace delays.
 */
export interface TierGrant {
  tierId: string;
  from: Date;
  until: Date | null;
  takenBackAt: Date | null;
  /** Where somebody else was given it and brought it along: from then, instead of from the beginning. */
  heldFrom?: Date;
}

/** Every change of a member's tier up to now, rising, and when the next may come without anything happening. */
export interface TierHistory {
  changes: TierChange[];
  nextDueAt: Date | null;
}

interface Rules {
  versions: ProgramVersion[];
  timeZone: string;
  now: Date;
  grants?: TierGrant[];
}

interface Span {
  version: ProgramVersion;
  endsAt: Date | null;
}

/** A total changes by `amount` at an instant in milliseconds. */
export interface Move {
  atMs: number;
  amount: number;
}

/**
 * The tiers of a member, from the facts alone: the same facts give the same history, whatever was heard of when.
 *
 * Rising is immediate. Who falls below a tier keeps it until the grace of the version in force ends, and loses it then
 * unless it was reached again.
 */
export function qualifyTier(contributions: Contribution[], rules: Rules): TierHistory {
  const changes: TierChange[] = [];
  let state: State = { tierId: null, losesAtMs: null };
  for (const span of spansOf(rules.versions)) {
    if (span.version.startsAt > rules.now) return { changes, nextDueAt: earliest([state.losesAtMs, span.version.startsAt.getTime()]) };
    const lived = liveThrough(span, state, { contributions, rules });
    changes.push(...lived.changes);
    state = lived.state;
    if (lived.nextMs !== undefined) return { changes, nextDueAt: earliest([state.losesAtMs, lived.nextMs]) };
  }
  return { changes, nextDueAt: null };
}

/** The tier that a member was in just before an instant, so that no order decides its own; what is lost at that very instant is lost. */
export const tierBefore = (changes: TierChange[], at: Date): string | null =>
  changes.findLast((change) => change.at < at || (change.at <= at && change.cause.kind === "fell"))?.toTierId ?? null;

interface State {
  tierId: string | null;
  losesAtMs: number | null;
}

function liveThrough(
  { version, endsAt }: Span,
  before: State,
  { contributions, rules }: { contributions: Contribution[]; rules: Rules },
): { changes: TierChange[]; state: State; nextMs: number | null | undefined } {
  const { tiers, tierQualification: qualification } = version.program;
  const endMs = Math.min(endsAt?.getTime() ?? Infinity, rules.now.getTime() + 1);
  const moves = movesOf(contributions, qualification, rules.timeZone);
  const given = givenSpells(rules.grants ?? [], { tiers, window: qualification.window, timeZone: rules.timeZone });
  const state: State = { ...before };
  const changes: TierChange[] = [];
  let total = 0;
  let next = 0;
  let atMs = version.startsAt.getTime();
  while (atMs < endMs) {
    while (next < moves.length && moves[next]!.atMs <= atMs) total += moves[next++]!.amount;
    const earnedPlace = tierPlaceOf(tiers, total);
    const place = Math.max(earnedPlace, ...given.map((one) => (one.fromMs <= atMs && atMs < one.untilMs ? one.place : -1)));
    const isTakenBack = given.some((one) => one.takenBackMs === atMs);
    const cause = decide(state, { tiers, place, isDue: isTakenBack || (state.losesAtMs !== null && state.losesAtMs <= atMs) });
    if (cause === "wait") state.losesAtMs ??= endOfGrace(new Date(atMs), qualification.graceDays, rules.timeZone);
    if (cause === "stay") state.losesAtMs = null;
    if (cause === "rise" || cause === "fall" || (cause === "wait" && state.losesAtMs! <= atMs)) {
      const to = tiers[place];
      const isByProgram = atMs === version.startsAt.getTime();
      changes.push({
        at: new Date(atMs),
        fromTierId: state.tierId,
        toTierId: to?.id ?? null,
        cause: { kind: place > earnedPlace ? "given" : isByProgram ? "program" : cause === "rise" ? "reached" : "fell", basis: qualification.basis, total, threshold: to?.threshold ?? null, version: version.version },
      });
      state.tierId = to?.id ?? null;
      state.losesAtMs = null;
    }
    atMs = Math.min(moves[next]?.atMs ?? Infinity, state.losesAtMs ?? Infinity, nextOf(given, atMs));
  }
  const isLast = endsAt === null || endsAt > rules.now;
  return { changes, state, nextMs: isLast ? Math.min(moves[next]?.atMs ?? Infinity, nextOf(given, rules.now.getTime()), endsAt?.getTime() ?? Infinity) : undefined };
}

interface Given {
  place: number;
  fromMs: number;
  untilMs: number;
  takenBackMs: number | null;
}

// A tier that the program does not have gives nothing.
const givenSpells = (grants: TierGrant[], { tiers, window, timeZone }: { tiers: Tier[]; window: TierQualification["window"]; timeZone: string }): Given[] =>
  grants.map(({ tierId, from, until, takenBackAt, heldFrom }) => ({
    place: tiers.findIndex(({ id }) => id === tierId),
    fromMs: (heldFrom ?? from).getTime(),
    untilMs: Math.min(until?.getTime() ?? leavesAt(from, window, timeZone), takenBackAt?.getTime() ?? Infinity),
    takenBackMs: takenBackAt?.getTime() ?? null,
  }));

function nextOf(given: Given[], afterMs: number): number {
  let nextMs = Infinity;
  for (const { fromMs, untilMs } of given) {
    if (fromMs > afterMs) nextMs = Math.min(nextMs, fromMs);
    if (untilMs > afterMs) nextMs = Math.min(nextMs, untilMs);
  }
  return nextMs;
}

function decide({ tierId }: State, { tiers, place, isDue }: { tiers: Tier[]; place: number; isDue: boolean }): "rise" | "stay" | "wait" | "fall" {
  const current = tiers.findIndex((one) => one.id === tierId);
  // A tier that the program no longer has can't be kept.
  if (tierId !== null && current === -1) return "fall";
  if (place > current) return "rise";
  if (place === current) return "stay";
  return isDue ? "fall" : "wait";
}

const endOfGrace = (at: Date, graceDays: number, timeZone: string): number =>
  graceDays === 0 ? at.getTime() : startOfDay(addDays(localDay(at, timeZone), graceDays + 1), timeZone).getTime();

/** What adds to a total and what leaves it, rising in time. */
export function movesOf(contributions: Contribution[], { basis, window }: TierQualification, timeZone: string): Move[] {
  const moves: Move[] = [];
  for (const { basis: of, at, until, placedAt, amount } of contributions) {
    if (of !== basis) continue;
    const endMs = Math.min(until?.getTime() ?? Infinity, leavesAt(placedAt, window, timeZone));
    if (endMs <= at.getTime()) continue;
    moves.push({ atMs: at.getTime(), amount });
    if (Number.isFinite(endMs)) moves.push({ atMs: endMs, amount: -amount });
  }
  return moves.sort((a, b) => a.atMs - b.atMs);
}

/** When something of an instant is too old to count, in milliseconds. */
const leavesAt = (placedAt: Date, window: TierQualification["window"], timeZone: string): number =>
  window === "lifetime" ? Infinity : endOfWindow(`${localDay(placedAt, timeZone)} ${window} ${timeZone}`);

// Every order of a day leaves at the same instant, and a shop has many of a day.
const endOfWindow = remembered((key: string): number => {
  const [day, window, timeZone] = key.split(" ") as [string, TierQualification["window"], string];
  const nextYear = String(Number(day.slice(0, 4)) + 1);
  if (window === "calendar_year") return startOfDay(`${nextYear}-01-01`, timeZone).getTime();
  // Through the same day a year later; what was placed on a leap day counts through 28 February.
  const sameDay = day.endsWith("-02-29") ? `${nextYear}-02-28` : `${nextYear}${day.slice(4)}`;
  return startOfDay(addDays(sameDay, 1), timeZone).getTime();
}, { keysMax: 20_000 });

// A batch asks for hundreds of members by the same list.
const spansOfLists = new WeakMap<ProgramVersion[], Span[]>();

/** For how long which version was in force, rising. A list of versions is never changed in place. */
function spansOf(versions: ProgramVersion[]): Span[] {
  const known = spansOfLists.get(versions) ?? spansIn(versions);
  spansOfLists.set(versions, known);
  return known;
}

function spansIn(versions: ProgramVersion[]): Span[] {
  const starts = [...new Set(versions.flatMap(({ startsAt, award }) => (award ? [] : startsAt.getTime())))].sort((a, b) => a - b);
  const published = versions.filter(({ award }) => !award);
  return starts.map((ms, place) => {
    const startsAt = new Date(ms);
    const following = starts[place + 1];
    return { version: { ...programAt(published, startsAt)!, startsAt }, endsAt: following === undefined ? null : new Date(following) };
  });
}

function earliest(instantsMs: (number | null | undefined)[]): Date | null {
  const known = instantsMs.filter((ms): ms is number => ms !== null && ms !== undefined && Number.isFinite(ms));
  return known.length === 0 ? null : new Date(Math.min(...known));
}
