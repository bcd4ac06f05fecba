import type { Formats } from "#app/ui/formats.ts";
import type { VersionLine } from "./read-versions.server.ts";

export const STATES = {
  in_force: { label: "In force", tone: "success" },
  paused: { label: "In force, paused", tone: "attention" },
  to_come: { label: "To come", tone: "info" },
  ended: { label: "Ended", tone: undefined },
  never: { label: "Never in force", tone: undefined },
} as const satisfies Record<VersionLine["state"], { label: string; tone: "success" | "attention" | "info" | undefined }>;

/** "Counts for orders placed from 1 Jan 2026, 00:00 to 3 Mar 2026, 14:05." */
export function spanWords({ from, to, isPause }: VersionLine, formats: Formats): string {
  if (from === null) return "A version that was published later began before it did, so no order was placed under it.";
  const span = `from ${formats.dayTime(from)}${to === null ? " on" : ` to ${formats.dayTime(to)}`}`;
  return isPause ? `Orders placed ${span} earn nothing.` : `Counts for orders placed ${span}.`;
}

/** What kind of step it was, where it was more or less than a change of rules. */
export function stepWords({ version, isPause, isResumption, sameAs, changes }: VersionLine): string | undefined {
  if (version === 1) return "The first version.";
  if (sameAs !== null) return `The same rules as version ${sameAs}, published again.`;
  if (isPause && changes.length === 0) return "The program was paused.";
  if (isResumption && changes.length === 0) return "The program was resumed.";
  return changes.length === 0 ? "The same rules as the version before." : undefined;
}
