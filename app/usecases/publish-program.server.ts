import { program, type Program } from "#app/domain/program/program.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { enqueueJob } from "#app/store/jobs.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { addProgramVersion, findProgramDraft, saveProgramDraft } from "#app/store/program-versions.server.ts";
import { markAllDirty } from "#app/store/write-stages.server.ts";

export type DraftSaved = { outcome: "saved"; program: Program } | { outcome: "invalid"; fields: { path: string; message: string }[] };

/** Keeps a draft; nothing changes for customers. What can't work is refused, with the place and the reason. */
export async function saveDraft(shopId: number, input: unknown, { by, now }: { by: string; now: Date }): Promise<DraftSaved> {
  const parsed = program.safeParse(input);
  if (!parsed.success) return { outcome: "invalid", fields: parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message })) };
  await inTransaction((tx) => saveProgramDraft(tx, shopId, { program: parsed.data, by, now }));
  return { outcome: "saved", program: parsed.data };
}

export type Published = { outcome: "published"; version: number } | { outcome: "no_draft" };

/**
 * Puts the draft in force for orders placed from `startsAt` on (default: now). Points that exist are not touched. When it
 * starts in the past, the orders since then earn, each at its own time.
 */
export async function publishProgram(shopId: number, { startsAt, by, now }: { startsAt?: Date; by: string; now: Date }): Promise<Published> {
  return inTransaction(async (tx): Promise<Published> => {
    await lockShopFacts(tx, shopId);
    const draft = await findProgramDraft(tx, shopId);
    if (!draft) return { outcome: "no_draft" };
    const version = await addProgramVersion(tx, shopId, { program: draft, startsAt: startsAt ?? now, isPaused: false, by, now });
    await markAllDirty(tx, shopId, now);
    await enqueueJob(tx, { name: "settle-due", payload: { shopId }, key: `settle-due:${shopId}`, queue: `settle:${shopId}` });
    return { outcome: "published", version };
  });
}
