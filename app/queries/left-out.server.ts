import { tagSpellsOf } from "#app/domain/earning/customer-tag-spells.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import { valuesAt } from "#app/domain/points/standing.ts";
import { programAt, type ProgramVersion } from "#app/domain/program/program.ts";
import { pool } from "#app/platform/db.server.ts";
import { loadMerges } from "#app/store/counted-history.server.ts";
import { loadTagSightings } from "#app/store/earning-past.server.ts";
import { findExclusion } from "#app/store/member-exclusions.server.ts";

/** Whether what a customer orders now earns nothing: left out by hand, or by a tag that the program in force leaves out, as far as we know their tags. */
export async function isLeftOut(shopId: number, customerId: CustomerId, { versions, now }: { versions: ProgramVersion[]; now: Date }): Promise<boolean> {
  if (await findExclusion(pool, shopId, customerId)) return true;
  const excludedTags = programAt(versions, now)?.program.excludedCustomerTags ?? [];
  if (excludedTags.length === 0) return false;
  const [sightings, merges] = await Promise.all([loadTagSightings(pool, shopId, [customerId]), loadMerges(pool, shopId, [customerId])]);
  return valuesAt(tagSpellsOf(customerId, sightings.get(customerId) ?? [], merges.get(customerId) ?? []), now).some((tag) => excludedTags.includes(tag));
}
