import { program, programAt, type Program } from "#app/domain/program/program.ts";
import { originOf, undoStepOf, versionsToCome } from "#app/domain/program/publication.ts";
import { type ProgramFault, readProgram } from "#app/domain/program/read-program.ts";
import { ruleTargetsOf, type RuleTargets } from "#app/domain/program/rule-targets.ts";
import { programScopeNeeds, type ScopeNeed } from "#app/domain/redemption/reward-scopes.ts";
import { inTransaction, type LockedTx, type Tx } from "#app/platform/db.server.ts";
import { FORM_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { markAllDirty } from "#app/store/marked-members.server.ts";
import { canRemindOfExpiry } from "#app/store/message-settings.server.ts";
import { addProgramVersion, findProgramDraft, hasBookedSince, listProgramVersions, listPublications, saveProgramDraft } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { recordGrantedScopes } from "./update-scopes.server.ts";

export type DraftSaved = { outcome: "saved"; program: Program } | { outcome: "invalid"; fields: ProgramFault[] };

/** Asks Shopify which of the named products and collections do not exist. */
export type FindUnknownTargets = (targets: RuleTargets) => Promise<RuleTargets>;

/**
 * Keeps a draft; nothing changes for customers. What can't work is refused, with the place and the reason: also a field
 * that does not exist, and a product or collection that the shop does not have, where `findUnknown` can ask.
 */
export async function saveDraft(
  shopId: number,
  input: unknown,
  { by, now, findUnknown }: { by: string; now: Date; findUnknown?: FindUnknownTargets },
): Promise<DraftSaved> {
  const read = readProgram(input);
  if (read.outcome === "invalid") return read;
  const targets = ruleTargetsOf(read.program);
  if (findUnknown && targets.places.length > 0) {
    const unknown = await findUnknown(targets);
    const fields = targets.places.filter(({ kind, id }) => unknown[kind].includes(id)).map(({ path, kind, id }) => ({ path, message: NOT_THERE[kind](id) }));
    if (fields.length > 0) return { outcome: "invalid", fields };
  }
  await inTransaction((tx) => saveProgramDraft(tx, shopId, { program: read.program, by, now }));
  return { outcome: "saved", program: read.program };
}

const NOT_THERE = {
  productIds: (id: string) => `The shop has no product ${id}. Choose another one.`,
  collectionIds: (id: string) => `The shop has no collection ${id}. Choose another one.`,
};

export type Published =
  | { outcome: "published"; version: number }
  | { outcome: "no_draft" }
  | { outcome: "starts_before_booked_orders" }
  /** Points would end, and nobody could be told. */
  | { outcome: "reminder_missing" }
  /** Rewards that could not be given: what is not granted, and the names of the rewards that need it. */
  | { outcome: "scopes_missing"; needs: ScopeNeed[] };

/** Asks Shopify what the merchant has granted by now; undefined where it can't be asked. */
export type FindGranted = () => Promise<string[] | undefined>;

interface Publication {
  startsAt?: Date;
  by: string;
  now: Date;
  findGranted?: FindGranted;
}

/**
 * Puts the draft in force for orders placed from `startsAt` on (default: now), which ends a pause. Points that exist are not
 * touched, and a version to come later than that still comes. When it
 * starts in the past, the orders since then earn, each at its own time; that is refused where an order since then was
 * decided by other rules already. Refused too is a reward that needs a scope which is not granted; where it seems so,
 * Shopify is asked first, if `findGranted` can ask.
 */
export async function publishProgram(shopId: number, { findGranted, ...publication }: Publication): Promise<Published> {
  const published = await publishDraft(shopId, publication);
  if (published.outcome !== "scopes_missing") return published;
  const scopes = await findGranted?.();
  if (!scopes) return published;
  await recordGrantedScopes(shopId, { scopes, now: publication.now });
  return publishDraft(shopId, publication);
}

async function publishDraft(shopId: number, { startsAt, by, now }: Omit<Publication, "findGranted">): Promise<Published> {
  return holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx): Promise<Published> => {
    const draft = await findProgramDraft(tx, shopId);
    if (!draft) return { outcome: "no_draft" };
    const needs = programScopeNeeds(draft, (await getShop(tx, shopId)).grantedScopes);
    if (needs.length > 0) return { outcome: "scopes_missing", needs };
    if (await isEndUntold(tx, shopId, { program: draft, now })) return { outcome: "reminder_missing" };
    if (startsAt && startsAt < now && (await hasBookedSince(tx, shopId, startsAt))) return { outcome: "starts_before_booked_orders" };
    return { outcome: "published", version: await putInForce(tx, shopId, { program: draft, startsAt: startsAt ?? now, isPaused: false, rulesOf: null, pausesToCome: false, by, now }) };
  });
}

/** Whether a program would give points an end that they do not have now, while members can't be told of it. */
async function isEndUntold(tx: Tx, shopId: number, { program: next, now }: { program: Program; now: Date }): Promise<boolean> {
  if (next.expiry.kind === "none" || (await canRemindOfExpiry(tx, shopId))) return false;
  const live = programAt(await listProgramVersions(tx, shopId), now)?.program;
  return !live?.expiry || live.expiry.kind === "none";
}

export type Undone = { outcome: "published"; version: number; former: number } | { outcome: "nothing_before" } | { outcome: "reminder_missing" };

/**
 * Publishes the rules before those in force anew, from now; the last ones stay in force for the time that they were. Where a
 * version is still to come, that one is taken back instead, and the rules in force go on. Paused or not stays as it is.
 */
export async function undoPublish(shopId: number, { by, now }: { by: string; now: Date }): Promise<Undone> {
  return holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx): Promise<Undone> => {
    const step = undoStepOf(await listPublications(tx, shopId), now);
    if (!step) return { outcome: "nothing_before" };
    const { former, takenBack, isPaused } = step;
    if (await isEndUntold(tx, shopId, { program: program.parse(former.program), now })) return { outcome: "reminder_missing" };
    const rulesOf = originOf(former);
    const version = await putInForce(tx, shopId, { program: former.program, startsAt: now, isPaused, rulesOf, takenBack: takenBack?.version, by, now });
    return { outcome: "published", version, former: rulesOf };
  });
}

export type PauseChanged = { outcome: "published"; version: number } | { outcome: "no_program" } | { outcome: "unchanged" };

/**
 * Pauses the program, or goes on with it, from now: orders placed meanwhile earn nothing, whenever they are paid. Balances
 * stay, and earlier pending points are released. A version to come still comes at its time, paused if the program is then.
 */
export async function setPaused(shopId: number, isPaused: boolean, { by, now }: { by: string; now: Date }): Promise<PauseChanged> {
  return holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx): Promise<PauseChanged> => {
    const publications = await listPublications(tx, shopId);
    const current = publications.find(({ version }) => version === programAt(publications, now)?.version);
    if (!current) return { outcome: "no_program" };
    if (current.isPaused === isPaused) return { outcome: "unchanged" };
    const rulesOf = originOf(current);
    return { outcome: "published", version: await putInForce(tx, shopId, { program: current.program, startsAt: now, isPaused, rulesOf, pausesToCome: isPaused, by, now }) };
  });
}

interface Taking {
  program: Program;
  startsAt: Date;
  isPaused: boolean;
  rulesOf: number | null;
  /** A version to come that is not to come any more. */
  takenBack?: number | undefined;
  /** Whether versions to come are paused from now on; default: each stays as it is. */
  pausesToCome?: boolean;
  by: string;
  now: Date;
}

/** Publishes a version, and announces those to come again, which the later number would keep from ever coming. */
async function putInForce(tx: LockedTx, shopId: number, { takenBack, pausesToCome, ...taking }: Taking): Promise<number> {
  const { startsAt, by, now } = taking;
  const toCome = versionsToCome(await listPublications(tx, shopId), startsAt > now ? startsAt : now).filter(({ version }) => version !== takenBack);
  const version = await addProgramVersion(tx, shopId, taking);
  for (const one of toCome) {
    await addProgramVersion(tx, shopId, {
      program: one.program, startsAt: one.startsAt, isPaused: pausesToCome ?? one.isPaused, rulesOf: originOf(one), currency: one.currency, by, now,
    });
  }
  await markAllDirty(tx, shopId);
  return version;
}
