import type { LedgerEntry, LedgerPage } from "#app/contract/points.ts";
import { isDecimalId } from "#app/domain/ids.ts";
import { adjustmentKey } from "#app/domain/points/entry.ts";
import { whyFormats } from "#app/domain/points/why-formats.ts";
import { whySentence, type WhyFormats } from "#app/domain/points/why-sentence.ts";
import { findEntryByKey, listEntries, type LedgerLine } from "#app/ledger/read.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { pageLimit, readCursor, writeCursor } from "./cursor.ts";
import { findSurvivor } from "./find-survivor.server.ts";
import { findPointsName } from "./program.server.ts";

/** A page of one customer's entries, newest first. A former id answers for the survivor; undefined for an unknown or deleted customer. */
export async function findLedgerPage(
  shopId: number,
  customerId: string,
  request: { limit?: number; cursor?: string; now: Date },
): Promise<LedgerPage | undefined> {
  const after = request.cursor === undefined ? undefined : readEntryCursor(request.cursor);
  const customer = await findSurvivor(shopId, customerId);
  if (!customer) return undefined;
  const limit = pageLimit(request.limit);
  const lines = await listEntries(pool, shopId, { customerId: customer.customer_id, after, limit: limit + 1 });
  const formats = await loadWhyFormats(shopId, request.now);
  const last = lines[limit - 1];
  return { items: lines.slice(0, limit).map((line) => toLedgerEntry(line, formats)), nextCursor: lines.length > limit && last ? writeEntryCursor(last) : null };
}

/** How the shop's own words and zone read in British English, the language of the API. */
export async function loadWhyFormats(shopId: number, now: Date): Promise<WhyFormats> {
  const [{ timeZone }, pointsName] = await Promise.all([getShop(pool, shopId), findPointsName(shopId, now)]);
  return whyFormats({ locale: "en-GB", timeZone, ...(pointsName && { pointsName }) });
}

/** An entry as the API tells it: instants in UTC, and why in one sentence. */
export function toLedgerEntry(line: LedgerLine, formats: WhyFormats): LedgerEntry {
  const { occurredAt, why, ...entry } = line;
  return { ...entry, occurredAt: occurredAt.toISOString(), why: { ...why }, whySentence: whySentence(line, formats) };
}

/** Where a page of entries ended. */
export const writeEntryCursor = ({ occurredAt, id }: { occurredAt: Date; id: string }): string => writeCursor([String(occurredAt.getTime()), id]);

/** Throws `CursorError` for anything that `writeEntryCursor` did not write. */
export function readEntryCursor(cursor: string): { occurredAt: Date; id: string } {
  const [atMs, id] = readCursor(cursor, [(part) => part !== null && /^-?\d{1,14}$/.test(part), (part) => part !== null && isDecimalId(part)]);
  return { occurredAt: new Date(Number(atMs)), id: id ?? "" };
}

/** The entry of an adjustment that was made. Throws where there is none under this key. */
export async function findAdjustment(shopId: number, { idempotencyKey, now }: { idempotencyKey: string; now: Date }): Promise<LedgerEntry> {
  const line = await findEntryByKey(pool, shopId, adjustmentKey(idempotencyKey));
  if (!line) throw new Error("the adjustment is not in the ledger");
  return toLedgerEntry(line, await loadWhyFormats(shopId, now));
}
