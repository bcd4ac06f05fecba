import { programAt, type ProgramVersion } from "./program.ts";
import { versionSpans } from "./version-spans.ts";

/** A published version, never an award, with how it came about. */
export interface Publication extends ProgramVersion {
  publishedAt: Date;
  /** The version whose rules it puts in force anew: a pause, a resumption, an undo, or one to come that was announced again. Null: its own. */
  rulesOf: number | null;
}

/** The version whose rules these were first. */
export const originOf = ({ version, rulesOf }: Pick<Publication, "version" | "rulesOf">): number => rulesOf ?? version;

/** Versions that come into force after an instant, unless something else is published; in the order in which they were published. */
export function versionsToCome(publications: Publication[], after: Date): Publication[] {
  const spans = versionSpans(publications);
  return publications.filter(({ version }) => (spans.get(version)?.from ?? after) > after).sort((a, b) => a.version - b.version);
}

/** What an undo does: it publishes the rules of `former` from now, or, where `takenBack` is to come, lets those in force go on without it. */
export interface UndoStep {
  former: Publication;
  takenBack: Publication | undefined;
  /** An undo leaves the program paused where it is. */
  isPaused: boolean;
}

/**
 * What an undo at `now` would do; undefined where there is nothing to go back to.
 *
 * A version that has yet to come is taken back first, the last published one first. With none, the rules come back that were
 * published before the rules now in force. Pauses and resumptions count for nothing, and so does a former undo: each
 * further one reaches further back. What never came into force, because it was taken back before, is passed over.
 */
export function undoStepOf(publications: Publication[], now: Date): UndoStep | undefined {
  const current = programAt(publications, now);
  const inForce = current && publications.find(({ version }) => version === current.version);
  if (!inForce) return undefined;
  const takenBack = versionsToCome(publications, now).at(-1);
  const former = takenBack ? inForce : rulesBefore(publications, originOf(inForce), now);
  return former && { former, takenBack, isPaused: inForce.isPaused };
}

function rulesBefore(publications: Publication[], origin: number, now: Date): Publication | undefined {
  const spans = versionSpans(publications);
  const beganMs = ({ startsAt, publishedAt }: Publication) => Math.max(startsAt.getTime(), publishedAt.getTime());
  const began = publications
    .filter((one) => beganMs(one) <= now.getTime() && (one.startsAt <= one.publishedAt || spans.get(one.version)))
    .sort((a, b) => beganMs(a) - beganMs(b) || a.version - b.version);
  return began[began.findIndex((one) => originOf(one) === origin) - 1];
}
