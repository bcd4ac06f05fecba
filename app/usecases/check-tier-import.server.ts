import { tierReader, type TierLine } from "#app/domain/import/read-tier-file.ts";
import { programAt } from "#app/domain/program/program.ts";
import type { Tier } from "#app/domain/tiers/tier.ts";
import { addDays, startOfDay } from "#app/domain/time.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { findCustomers, type FoundCustomer } from "#app/store/find-customers.server.ts";
import { addImport } from "#app/store/imports.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { findTiers } from "#app/store/tier-grants.server.ts";
import type { ImportChecked } from "./check-import.server.ts";
import { readImportFile, shownFileName, type FileBytes } from "./read-import-file.server.ts";

/** A line of a file of tiers as it was checked: from which tier to which, or the problem with it. `isGiven` once it was carried out. */
export interface CheckedTierLine {
  line: number;
  customerId: string | null;
  fromTierId: string | null;
  tierId: string | null;
  endsAt: string | null;
  problem: string | null;
  isGiven?: boolean;
}

const REASON = "Tiers from a file";

/**
 * Reads a file of tiers and keeps what each line would do, as of now. Nobody changes tier. Tiers are those of the program in
 * force, by name or id. A file only ever raises: somebody who has reached more keeps that.
 */
export async function checkTierImport(shopId: number, { file, fileName, by, now }: { file: FileBytes; fileName: string; by: string; now: Date }): Promise<ImportChecked> {
  const reader = tierReader();
  const refusal = await readImportFile(file, reader);
  if (refusal !== undefined) return { outcome: "refused", message: refusal };
  const tiers = programAt(await listProgramVersions(pool, shopId), now)?.program.tiers ?? [];
  if (tiers.length === 0) return { outcome: "refused", message: "Your program has no tiers yet. Publish them first, then bring the file in." };
  const { timeZone } = await getShop(pool, shopId);
  const importId = await inTransaction(async (tx) => {
    const found = await findCustomers(tx, shopId, reader.lines.map((line) => (line.problem === null ? line : { customerId: null, email: null })));
    const present = await findTiers(tx, shopId, found.flatMap((one) => one?.customerId ?? []));
    const seen = new Map<string, number>();
    const lines = reader.lines.map((line, at) => checkLine(line, found[at], { tiers, present, seen, timeZone, now }));
    return addImport(tx, shopId, { kind: "tiers", mode: "set", fileName: shownFileName(fileName), reason: REASON, createdBy: by, lines, now });
  });
  return { outcome: "checked", importId, unusedColumns: reader.unusedColumns };
}

interface Known {
  tiers: Tier[];
  present: Map<string, string>;
  seen: Map<string, number>;
  timeZone: string;
  now: Date;
}

function checkLine(line: TierLine, customer: FoundCustomer | undefined, { tiers, present, seen, timeZone, now }: Known): CheckedTierLine {
  const passed = (problem: string): CheckedTierLine => ({ line: line.line, customerId: null, fromTierId: null, tierId: null, endsAt: null, problem });
  if (line.problem !== null) return passed(line.problem);
  const name = line.tier.toLowerCase();
  const tier = tiers.find((one) => one.id === name || one.name.toLowerCase() === name);
  if (!tier) return passed(`“${line.tier.slice(0, 40)}” is no tier of your program. It has ${tiers.map((one) => one.name).join(", ")}.`);
  if (!customer) return passed(line.customerId === null ? "No customer, or more than one, has this e-mail address." : "No customer has this id.");
  const before = seen.get(customer.customerId);
  if (before !== undefined) return passed(`The same customer is on line ${before}.`);
  const endsAt = line.until === null ? null : startOfDay(addDays(line.until, 1), timeZone);
  if (endsAt && endsAt <= now) return passed(`“${line.until}” has passed.`);
  seen.set(customer.customerId, line.line);
  return { line: line.line, customerId: customer.customerId, fromTierId: present.get(customer.customerId) ?? null, tierId: tier.id, endsAt: endsAt?.toISOString() ?? null, problem: null };
}
