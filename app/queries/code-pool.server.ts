import { reachedNumber } from "#app/domain/confirmation/code-pool.ts";
import { printSnippet } from "#app/domain/confirmation/print-snippet.ts";
import { LANGUAGES, type Language } from "#app/domain/messages/language.ts";
import { pool } from "#app/platform/db.server.ts";
import { findCodePool } from "#app/store/confirmation-settings.server.ts";
import { countPrintCodes, listLatestOrderNames } from "#app/store/print-codes.server.ts";
import { listPrintKeys } from "#app/store/print-keys.server.ts";

/** The pool of printed codes as the page shows it. `enoughDays` null: no order within four weeks. `checkedDaysAgo` null: the present snippet was never proven. */
export interface CodePoolState {
  ready: number;
  planned: number;
  refused: number;
  enoughDays: number | null;
  checkedDaysAgo: number | null;
  isOldKeyInUse: boolean;
  snippets: { language: Language; text: string }[];
}

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 28;

/** Null where no codes of coming orders are held ready. */
export async function getCodePoolState(shop: { id: number; domain: string }, now: Date): Promise<CodePoolState | null> {
  const [key, ...before] = (await findCodePool(pool, shop.id)) ? await listPrintKeys(pool, shop) : [];
  if (!key) return null;
  const reached = reachedNumber(await listLatestOrderNames(pool, shop.id)) ?? 0;
  const counts = await countPrintCodes(pool, shop.id, { keyVersion: key.version, reached });
  const { rows } = await pool.query<{ n: number }>("SELECT count(*)::integer AS n FROM orders WHERE shop_id = $1 AND processed_at > $2 AND processed_at <= $3", [shop.id, new Date(now.getTime() - WINDOW_DAYS * DAY_MS), now]);
  const perDay = rows[0]!.n / WINDOW_DAYS;
  return {
    ...counts,
    enoughDays: perDay > 0 ? Math.floor(counts.ready / perDay) : null,
    checkedDaysAgo: key.checkedAt && Math.floor((now.getTime() - key.checkedAt.getTime()) / DAY_MS),
    isOldKeyInUse: key.checkedAt === null && before.some(({ checkedAt }) => checkedAt !== null),
    snippets: LANGUAGES.map((language) => ({ language, text: printSnippet(key, language) })),
  };
}
