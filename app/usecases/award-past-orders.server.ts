import { emptyDryRun, type DryRun, type TriedShare, type UnreadFacts } from "#app/domain/program/dry-run.ts";
import { programAt, type ProgramVersion } from "#app/domain/program/program.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { FORM_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { markAllDirty } from "#app/store/marked-members.server.ts";
import { addAward, listAwards, undoAward } from "#app/store/past-order-awards.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { inNewestDryRun } from "./in-newest-dry-run.server.ts";
import { tryVersions } from "./try-versions.server.ts";

export type AwardRefused = { outcome: "no_program" } | { outcome: "paused" } | { outcome: "nothing_before"; programStartedAt: Date } | { outcome: "already_awarded" };

export type AwardPreviewed = { outcome: "previewed"; from: Date; until: Date; dryRun: DryRun; tried: TriedShare; unread: UnreadFacts } | AwardRefused;

/** What awarding the orders placed from a date up to the program's beginning gives, by the rules in force now, when it is done now. Writes nothing. Ends the one that the same person asked for before (inNewestDryRun). */
export async function previewAward(shopId: number, { from, by, now }: { from: Date; by: string; now: Date }): Promise<AwardPreviewed> {
  return inNewestDryRun(shopId, { tried: "award", by }, async (tx, signal): Promise<AwardPreviewed> => {
    const plan = await planAward(tx, shopId, { from, now });
    if (plan.outcome !== "planned") return plan;
    const { version, until } = plan;
    const award: ProgramVersion = { ...version, startsAt: from, award: { until, awardedAt: now, undoneAt: null } };
    const { runs: [dryRun = emptyDryRun()], share, unread } = await tryVersions(tx, shopId, { versions: [award], until, now, signal });
    return { outcome: "previewed", from, until, dryRun, tried: share, unread };
  });
}

export type Awarded = { outcome: "awarded"; from: Date; until: Date; version: number } | AwardRefused;

/**
 * Gives points for orders that were placed from a date on, before the program began, by the rules in force now and as of
 * now. From then on they are orders of the program: a refund takes their points back. At most one award stands.
 */
export async function awardPastOrders(shopId: number, { from, by, now }: { from: Date; by: string; now: Date }): Promise<Awarded> {
  return holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx): Promise<Awarded> => {
    const plan = await planAward(tx, shopId, { from, now });
    if (plan.outcome !== "planned") return plan;
    const { version: { version }, until } = plan;
    await addAward(tx, shopId, { version, from, until, by, now });
    await markAllDirty(tx, shopId, { reopensBefore: until });
    return { outcome: "awarded", from, until, version };
  });
}

/** Takes back what an award gave and is still there: what was spent meanwhile goes by the refund policy of its rules. */
export async function undoPastOrderAward(shopId: number, { by, now }: { by: string; now: Date }): Promise<{ outcome: "undone" } | { outcome: "no_award" }> {
  return holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx) => {
    const standing = (await listAwards(tx, shopId)).find(({ undoneAt }) => undoneAt === null);
    if (!standing) return { outcome: "no_award" };
    await undoAward(tx, shopId, { by, now });
    await markAllDirty(tx, shopId, { reopensBefore: standing.until });
    return { outcome: "undone" };
  });
}

async function planAward(tx: Tx, shopId: number, { from, now }: { from: Date; now: Date }): Promise<{ outcome: "planned"; version: ProgramVersion; until: Date } | AwardRefused> {
  const all = await listProgramVersions(tx, shopId);
  const published = all.filter(({ award }) => !award);
  const version = programAt(published, now);
  if (!version) return { outcome: "no_program" };
  if (version.isPaused) return { outcome: "paused" };
  if (all.some(({ award }) => award && award.undoneAt === null)) return { outcome: "already_awarded" };
  const until = new Date(Math.min(...published.map(({ startsAt }) => startsAt.getTime())));
  return from < until ? { outcome: "planned", version, until } : { outcome: "nothing_before", programStartedAt: until };
}
