import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { z } from "zod";
import { callVariables, inCalls } from "#app/effects/write-member-summaries.server.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { bulkOperation, type BulkOperation } from "#app/shopify/documents/bulk-operation.ts";
import { METAFIELDS_PER_CALL, metafieldsSet } from "#app/shopify/documents/metafields-set.ts";
import { runBulkMutation } from "#app/shopify/documents/run-bulk-mutation.ts";
import { BulkFileGone, fetchBulkFile } from "#app/shopify/fetch-bulk-file.server.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import { uploadStaged } from "#app/shopify/upload-staged.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { type DirtySummary, listDirtySummaries, noteBulkDone, noteSent } from "#app/store/member-summaries.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { changeSummaryPush, type SummaryPush } from "#app/store/summary-pushes.server.ts";
import { needsWriting, type PreparedSummary } from "./prepare-summary.server.ts";

// Some 20 MB, of the 100 MB that Shopify takes, and held in memory once.
const MEMBERS_MAX = 50_000;
const PAGE = 5_000;
const REST_MS = 10 * 60_000;

/** Starts a bulk operation that writes everybody who waits, up to 50,000; the rest goes with the next. */
export async function startBulk(shop: Shop, { prepare, clock }: { prepare: (member: DirtySummary) => PreparedSummary; clock: () => Date }): Promise<void> {
  const calls = inCalls(await collect(shop.id, prepare));
  if (calls.length === 0) return;
  const path = await uploadStaged(shop, calls.map((members) => JSON.stringify(callVariables(members))).join("\n"));
  // Noted before it runs: should this process die in between, the next one begins anew instead of never.
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    await noteSent(tx, shop.id, calls.flatMap((members, line) => members.map(({ customerId, textHash }) => ({ customerId, line, sentHash: textHash }))));
    await changeSummaryPush(tx, shop.id, { bulkGid: null, bulkStartedAt: clock(), bulkFinishedAt: null, bulkTotal: calls.flat().length, bulkDone: 0, bulkFailure: null });
  });
  const { bulkOperationRunMutation } = await runAdmin(shop, runBulkMutation, { mutation: metafieldsSet.document, path });
  await changeSummaryPush(pool, shop.id, { bulkGid: bulkOperationRunMutation.bulkOperation.id });
}

async function collect(shopId: number, prepare: (member: DirtySummary) => PreparedSummary): Promise<PreparedSummary[]> {
  const found: PreparedSummary[] = [];
  for (let afterId = "0"; found.length < MEMBERS_MAX; ) {
    const page = await listDirtySummaries(pool, shopId, { afterId, limit: PAGE });
    found.push(...page.filter(({ isRefused }) => !isRefused).map(prepare).filter(needsWriting));
    if (page.length < PAGE) break;
    afterId = page.at(-1)!.customerId;
  }
  return found.slice(0, MEMBERS_MAX);
}

/** Looks after a bulk operation that was started. Answers whether it is still under way. */
export async function advanceBulk(shop: Shop, push: SummaryPush, clock: () => Date): Promise<boolean> {
  if (!push.bulkStartedAt || push.bulkFinishedAt) return false;
  const startedAt = push.bulkStartedAt;
  if (!push.bulkGid) return finish(shop, { startedAt, goodLines: null, failure: "Shopify was not reached.", now: clock() });
  const { bulkOperation: operation } = await runAdmin(shop, bulkOperation, { id: push.bulkGid });
  if (operation && ["CREATED", "RUNNING", "CANCELING"].includes(operation.status)) {
    await changeSummaryPush(pool, shop.id, { bulkDone: Math.min(push.bulkTotal, Number(operation.objectCount) * METAFIELDS_PER_CALL) });
    return true;
  }
  const goodLines = operation?.status === "COMPLETED" ? await readGoodLines(operation) : null;
  const failure = goodLines === null ? `Shopify ended it: ${operation?.errorCode ?? operation?.status ?? "it is unknown"}.` : null;
  return finish(shop, { startedAt, goodLines, failure, now: clock() });
}

async function finish(shop: Shop, { startedAt, goodLines, failure, now }: { startedAt: Date; goodLines: number[] | null; failure: string | null; now: Date }): Promise<false> {
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    const written = await noteBulkDone(tx, shop.id, { goodLines, startedAt, now });
    const bulkDone = goodLines === null ? {} : { bulkDone: written };
    await changeSummaryPush(tx, shop.id, { bulkFinishedAt: now, bulkFailure: failure, ...bulkDone, ...(failure && { restsUntil: new Date(now.getTime() + REST_MS) }) });
  });
  if (failure) logger.warn({ shopId: shop.id, failure }, "a bulk operation wrote nothing");
  return false;
}

const resultLine = z.object({
  __lineNumber: z.number().int(),
  data: z.object({ metafieldsSet: z.object({ userErrors: z.array(z.unknown()).max(0) }) }),
});

/** The lines that were carried out; null when nobody can say. */
async function readGoodLines({ url }: BulkOperation): Promise<number[] | null> {
  if (url === null) return null;
  try {
    const good: number[] = [];
    for await (const line of createInterface({ input: Readable.from(await fetchBulkFile(url, 0)) })) {
      const read = resultLine.safeParse(JSON.parse(line));
      if (read.success) good.push(read.data.__lineNumber);
    }
    return good;
  } catch (error) {
    if (error instanceof BulkFileGone || error instanceof SyntaxError) return null;
    throw error;
  }
}
