import { program, type Program } from "./program.ts";
import { unmeetableConditions } from "./unmeetable-rules.ts";

/** Something in a program that cannot stay: where, as "earnRules.0.points", and why in plain words. */
export interface ProgramFault {
  path: string;
  message: string;
}

export type ProgramRead = { outcome: "valid"; program: Program } | { outcome: "invalid"; fields: ProgramFault[] };

/**
 * A program as somebody wrote it. What can't work is refused with its place and the reason, and so is a field that does not
 * exist: a misspelt one must not quietly leave a rule at its default. Conditions that exclude each other are refused here
 * alone, so that a version that was published with such a pair can still be read.
 */
export function readProgram(input: unknown): ProgramRead {
  const parsed = program.safeParse(input);
  if (!parsed.success) return { outcome: "invalid", fields: parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })) };
  const unmeetable = unmeetableConditions(parsed.data);
  if (unmeetable.length > 0) return { outcome: "invalid", fields: unmeetable };
  const unknown = unknownPaths(input, parsed.data, []);
  if (unknown.length === 0) return { outcome: "valid", program: parsed.data };
  return { outcome: "invalid", fields: unknown.map((path) => ({ path: path.join("."), message: `There is no field ${path.at(-1)} here. Correct its name or leave it out.` })) };
}

/** Where the input has a field that what was read from it has not: reading drops what no schema knows. */
function unknownPaths(given: unknown, read: unknown, path: string[]): string[][] {
  if (typeof given !== "object" || given === null || typeof read !== "object" || read === null) return [];
  return Object.entries(given).flatMap(([name, value]) => (Object.hasOwn(read, name) ? unknownPaths(value, (read as Record<string, unknown>)[name], [...path, name]) : [[...path, name]]));
}
