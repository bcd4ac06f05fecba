import { isDecimalId } from "#app/domain/ids.ts";
import { RULE_FORMS } from "#app/domain/earning/earn-rule.ts";
import { type EntryFilter, type EntryKind, kindsOf } from "#app/domain/points/entry.ts";
import { whyFormats } from "#app/domain/points/why-formats.ts";
import { whySentence } from "#app/domain/points/why-sentence.ts";
import type { Why } from "#app/domain/points/why.ts";
import { addDays, startOfDay } from "#app/domain/time.ts";
import { pool, type Tx } from "#app/platform/db.server.ts";
import { inHeavyRead } from "#app/platform/heavy-reads.server.ts";
import { findByEmail } from "#app/store/find-by-email.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { type ActivityTotal, addUpEntries, addUpEntriesIn, type Condition, IS_RELEASE, POINTS } from "./activity-totals.server.ts";
import { csvLine } from "./csv-line.ts";
import { pageLimit } from "./cursor.ts";
import { readEntryCursor, writeEntryCursor } from "./ledger-page.server.ts";

/**
 * Which entries of a shop's ledger are meant; null: all. Days are the shop's, both inclusive; `customer` is an id or a whole
 * e-mail address, `rule` the short name of a rule that gave points, `staff` who did it by hand, as entries name them.
 */
export interface ActivityFilter {
  kind: EntryFilter | null;
  from: string | null;
  to: string | null;
  version: number | null;
  rule: string | null;
  staff: string | null;
  customer: string;
}

/** One entry of the shop's ledger with the person it belongs to. */
export interface ActivityEntry {
  id: string;
  occurredAt: string;
  kind: EntryKind;
  points: number;
  customer: { id: string; firstName: string | null; lastName: string | null; email: string | null };
  orderName: string | null;
  programVersion: number | null;
  why: Why;
}

export interface ActivityPage {
  items: ActivityEntry[];
  nextCursor: string | null;
}

type PageShop = { id: number; domain: string; timeZone: string };

// The kinds that a hand can move, as the index by staff has them.
const BY_HAND = "('adjust', 'import')";

/** The filter as a condition on the `ledger_entries e` of shop $1. */
async function conditionOf(shop: PageShop, { kind, from, to, version, rule, staff, customer }: ActivityFilter): Promise<Condition> {
  const params: unknown[] = [shop.id];
  const parts = ["TRUE"];
  const add = (value: unknown, sql: (place: string) => string) => {
    params.push(value);
    parts.push(sql(`$${params.length}`));
  };
  if (kind) add(kindsOf(kind), (place) => `e.kind = ANY (${place}::text[])`);
  // What is earned is the sum of these: a release adds nothing to it.
  if (kind === "earned") parts.push(`NOT (${IS_RELEASE})`);
  if (from) add(startOfDay(from, shop.timeZone), (place) => `e.occurred_at >= ${place}`);
  if (to) add(startOfDay(addDays(to, 1), shop.timeZone), (place) => `e.occurred_at < ${place}`);
  if (version !== null) add(version, (place) => `e.program_version = ${place}`);
  // To look for the name in the text costs a tenth of reading it as JSON, which is then done for few.
  if (rule) add(JSON.stringify(rule), (place) => `strpos(e.why::text, ${place}) > 0`);
  if (rule) add(rule, (place) => `(e.why->>'ruleId' = ${place} OR (e.why->'parts')::jsonb @> jsonb_build_array(jsonb_build_object('ruleId', ${place}::text)))`);
  if (staff) add(staff, (place) => `e.kind IN ${BY_HAND} AND e.why->>'by' = ${place}`);
  // By their ids, entries of a person are found by index; as part of this statement the address would be asked of each entry.
  if (customer) add(isDecimalId(customer) ? [customer] : ((await findByEmail(pool, shop, [customer])).get(customer) ?? []), (place) => `e.customer_id = ANY (${place}::bigint[])`);
  return { sql: parts.join(" AND "), params, isHeavy: rule !== null };
}

/** Entries of the shop, newest first, a page at a time, and what all of them add up to. Throws `CursorError` for a cursor that it did not write. */
export async function listActivity(
  shop: PageShop,
  filter: ActivityFilter,
  { cursor, limit: wanted }: { cursor?: string; limit?: number } = {},
): Promise<{ page: ActivityPage; totals: ActivityTotal[] }> {
  const limit = pageLimit(wanted);
  const after = cursor === undefined ? undefined : readEntryCursor(cursor);
  const condition = await conditionOf(shop, filter);
  const load = (tx: Tx) => loadEntries(tx, condition, { after, limit: limit + 1 });
  const [items, totals] = condition.isHeavy
    ? await inHeavyRead(shop.id, async (tx) => [await load(tx), await addUpEntriesIn(tx, shop.id, condition)])
    : [await load(pool), await addUpEntries(shop.id, condition)];
  const last = items[limit - 1];
  const page = {
    items: items.slice(0, limit).map((entry) => ({ ...entry, occurredAt: entry.occurredAt.toISOString() })),
    nextCursor: items.length > limit && last ? writeEntryCursor(last) : null,
  };
  return { page, totals };
}

const readBy = <T>(shop: PageShop, { isHeavy }: Condition, read: (tx: Tx) => Promise<T>, patience: { patienceMs?: number } = {}): Promise<T> =>
  isHeavy ? inHeavyRead(shop.id, read, patience) : read(pool);

type Entry = Omit<ActivityEntry, "occurredAt"> & { occurredAt: Date };

async function loadEntries(tx: Tx, { sql, params }: Condition, { after, limit }: { after: { occurredAt: Date; id: string } | undefined; limit: number }): Promise<Entry[]> {
  const place = params.length;
  const { rows } = await tx.query<Entry>(
    `SELECT e.id::text, e.occurred_at AS "occurredAt", e.kind, (${POINTS})::float8 AS points, e.order_name AS "orderName", e.program_version AS "programVersion", e.why,
       json_build_object('id', e.customer_id::text, 'firstName', c.first_name, 'lastName', c.last_name, 'email', c.email) AS customer
     FROM ledger_entries e LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id
     WHERE e.shop_id = $1 AND ${sql} AND ($${place + 1}::timestamptz IS NULL OR (e.occurred_at, e.id) < ($${place + 1}, $${place + 2}::bigint))
     ORDER BY e.occurred_at DESC, e.id DESC LIMIT $${place + 3}`,
    [...params, after?.occurredAt ?? null, after?.id ?? "0", limit],
  );
  return rows;
}

/** How many entries of each kind the filter leaves and what they add up to, in points, over all pages. */
export async function sumActivity(shop: PageShop, filter: ActivityFilter): Promise<ActivityTotal[]> {
  return addUpEntries(shop.id, await conditionOf(shop, filter));
}

const EXPORT_COLUMNS = ["entry_id", "occurred_at", "kind", "points", "customer_id", "email", "order", "program_version", "why"] as const;

const ROWS_PER_PAGE = 1_000;
// A file that was begun is not given up because others look through the ledger between two of its pages.
const PAGE_OF_FILE = { patienceMs: 120_000 };

/** The filtered entries as lines of a CSV file, newest first, read page by page: memory does not grow with the ledger. Instants are ISO texts in UTC. */
export async function* exportActivity(shop: PageShop, filter: ActivityFilter): AsyncIterable<string> {
  yield csvLine(EXPORT_COLUMNS);
  const condition = await conditionOf(shop, filter);
  const formats = whyFormats({ locale: "en-GB", timeZone: shop.timeZone });
  let after: { occurredAt: Date; id: string } | undefined;
  for (;;) {
    const before = after;
    const entries: Entry[] = await readBy(shop, condition, (tx) => loadEntries(tx, condition, { after: before, limit: ROWS_PER_PAGE }), PAGE_OF_FILE);
    for (const entry of entries) {
      const { id, occurredAt, kind, points, customer, orderName, programVersion } = entry;
      yield csvLine([id, occurredAt.toISOString(), kind, points, customer.id, customer.email ?? "", orderName ?? "", programVersion ?? "", whySentence(entry, formats)]);
    }
    after = entries.at(-1);
    if (!after || entries.length < ROWS_PER_PAGE) return;
  }
}

/** What the filter can choose from. */
export interface ActivityChoices {
  /** Versions of the program, newest first. */
  versions: number[];
  /** Every rule that a version had or has, by its short name, with what its kind is called. */
  rules: { id: string; label: string }[];
  /** Who has moved points by hand. */
  staff: string[];
}

const VERSIONS_MAX = 100;
const STAFF_MAX = 100;

/** What the activity can be narrowed to: the newest 100 versions, every rule that was ever published, and 100 names of staff at most. */
export async function listActivityChoices(shopId: number): Promise<ActivityChoices> {
  const [versions, staff] = await Promise.all([
    listProgramVersions(pool, shopId),
    pool.query<{ by: string }>(
      `SELECT DISTINCT why->>'by' AS by FROM ledger_entries WHERE shop_id = $1 AND kind IN ${BY_HAND} AND why->>'by' IS NOT NULL ORDER BY 1 LIMIT $2`,
      [shopId, STAFF_MAX],
    ),
  ]);
  const newest = versions.toSorted((a, b) => b.version - a.version);
  // The newest version's words for a rule win.
  const labels = new Map(newest.toReversed().flatMap(({ program }) => program.earnRules.map(({ id, kind }) => [id, RULE_FORMS[kind].label])));
  return {
    versions: newest.slice(0, VERSIONS_MAX).map(({ version }) => version),
    rules: [...labels].map(([id, label]) => ({ id, label })),
    staff: staff.rows.map(({ by }) => by),
  };
}
