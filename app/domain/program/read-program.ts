import { z } from "zod";
import { byThreshold } from "../tiers/tier.ts";
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
 * exist: a misspelt one must not quietly leave a rule at its default. Conditions that exclude each other, a smallest order for
 * what pays for any order, tiers of one name, and commas in tags are refused here alone, so that a version that was published
 * with them can still be read. Tiers may come in any order, and rise in the answer.
 */
export function readProgram(input: unknown): ProgramRead {
  const parsed = program.safeParse(input);
  if (!parsed.success) return { outcome: "invalid", fields: parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })) };
  const refused = [...unmeetableConditions(parsed.data), ...smallestOrdersOfMoney(input), ...tiersOfOneName(parsed.data), ...tagsWithCommas(parsed.data)];
  if (refused.length > 0) return { outcome: "invalid", fields: refused };
  const unknown = unknownPaths(input, parsed.data, []);
  if (unknown.length === 0) return { outcome: "valid", program: { ...parsed.data, tiers: parsed.data.tiers.toSorted(byThreshold) } };
  return { outcome: "invalid", fields: unknown.map((path) => ({ path: path.join("."), message: `There is no field ${path.at(-1)} here. Correct its name or leave it out.` })) };
}

/** Rewards of money with a smallest order: reading takes it as none, and whoever asked for one would not hear of it. */
function smallestOrdersOfMoney(input: unknown): ProgramFault[] {
  const { data: { rewards } = { rewards: [] } } = asWritten.safeParse(input);
  return rewards.flatMap(({ kind, minimumOrderMinor }, index) => {
    const name = MONEY_NAMES.get(kind);
    if (name === undefined || minimumOrderMinor === undefined || minimumOrderMinor === 0) return [];
    return { path: `rewards.${index}.minimumOrderMinor`, message: `${name} pays for any order, so it has no smallest one. Leave it out, or send 0.` };
  });
}

const MONEY_NAMES = new Map([["store_credit", "Store credit"], ["gift_card", "A gift card"]]);
const asWritten = z.object({ rewards: z.array(z.object({ kind: z.string(), minimumOrderMinor: z.unknown().optional() })) });

// Customers know a tier by its name alone, and files of tiers by its name or its short name.
function tiersOfOneName({ tiers }: Program): ProgramFault[] {
  return tiers.flatMap(({ name }, at) => {
    const isTaken = tiers.some((other, place) => (place < at && other.name.toLowerCase() === name.toLowerCase()) || (place !== at && other.id === name.toLowerCase()));
    return isTaken ? [{ path: `tiers.${at}.name`, message: `Another tier is called “${name}” already. Choose another name.` }] : [];
  });
}

// Shopify takes a comma for the end of one tag and the start of another.
function tagsWithCommas({ tiers, nthOrderActions }: Program): ProgramFault[] {
  const tags = [...tiers.map(({ perks }, at) => ({ path: `tiers.${at}.perks.customerTag`, tag: perks.customerTag })), ...nthOrderActions.map(({ customerTag }, at) => ({ path: `nthOrderActions.${at}.customerTag`, tag: customerTag }))];
  return tags.flatMap(({ path, tag }) => (tag?.includes(",") ? [{ path, message: "A tag can't have a comma. Enter one tag." }] : []));
}

/** Where the input has a field that what was read from it has not: reading drops what no schema knows. */
function unknownPaths(given: unknown, read: unknown, path: string[]): string[][] {
  if (typeof given !== "object" || given === null || typeof read !== "object" || read === null) return [];
  return Object.entries(given).flatMap(([name, value]) => (Object.hasOwn(read, name) ? unknownPaths(value, (read as Record<string, unknown>)[name], [...path, name]) : [[...path, name]]));
}
