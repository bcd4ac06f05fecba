import { isDecimalId } from "#app/domain/ids.ts";
import type { EntryKind } from "#app/domain/points/entry.ts";
import type { ExplainedEntry } from "#app/domain/points/why-sentence.ts";
import type { Why } from "#app/domain/points/why.ts";
import { MOVED_POINTS, type LedgerCursor } from "#app/ledger/read.server.ts";
import { Batcher } from "#app/platform/batcher.server.ts";
import { firstOfShop, READ_BATCHES, SHOP_TOLD, shopsTold, storefrontPool, type StorefrontShop, type ToldShop } from "./storefront-pool.server.ts";

/** Whose lines are asked for: at most `limit` entries, newest first, after a cursor. */
export interface LinesQuestion {
  customerId: string;
  after: LedgerCursor | undefined;
  limit: number;
}

/** `movedPoints`: by how much pending and settled points together changed. The program's version is left out: no customer is told of it. */
export interface StorefrontLine extends ExplainedEntry {
  movedPoints: number;
  occurredAt: Date;
}

/** `isDue`: the member has to be settled, or their account was never seen, before they are shown anything. `next`: where the lines ended, if there are more. */
export interface StorefrontLines {
  shop: StorefrontShop;
  isDue: boolean;
  lines: StorefrontLine[];
  next: LedgerCursor | null;
}

// The member is whoever the id stands for today. A release of what was pending moves nothing: a line of it would be added to
// that of the order. An account of somebody merged into them is looked for only where this says that something is due.
// One entry more than is shown says only that there are more. Reading a value costs more than finding it: what
// hardly any line has is null in all others.
const LINES = `SELECT q.place::integer, CASE WHEN q.tells_shop AND coalesce(l.n, 1) = 1 THEN ${SHOP_TOLD} END,
    CASE WHEN c.customer_id IS NOT NULL AND (a.customer_id IS NULL OR c.dirty_since IS NOT NULL OR c.customer_id > s.marked_through_id OR c.next_due_at <= now() OR m.next_due_at <= now() OR t.next_due_at <= now()) THEN true END,
    CASE WHEN l.n = q.size THEN l.id END, nullif(l.n > q.size, false), l.occurred_ms, l.moved_points, nullif(l.points, l.moved_points), l.kind,
    CASE WHEN l.n <= q.size THEN l.why END, l.order_name
  FROM unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::integer[], $6::boolean[]) WITH ORDINALITY AS q(domain, customer_id, before_at, before_id, size, tells_shop, place)
  JOIN shops s ON s.domain = q.domain AND s.uninstalled_at IS NULL
  LEFT JOIN customers asked ON asked.shop_id = s.id AND asked.customer_id = q.customer_id
  LEFT JOIN customers c ON c.shop_id = asked.shop_id AND c.customer_id = coalesce(asked.merged_into_id, asked.customer_id) AND c.deleted_at IS NULL AND c.redacted_at IS NULL
  LEFT JOIN member_points m ON m.shop_id = c.shop_id AND m.customer_id = c.customer_id
  LEFT JOIN member_tiers t ON t.shop_id = c.shop_id AND t.customer_id = c.customer_id
  LEFT JOIN member_accounts a ON a.shop_id = c.shop_id AND a.customer_id = c.customer_id
  LEFT JOIN LATERAL (
    SELECT e.id, e.kind, ${MOVED_POINTS} AS points, (e.pending_points + e.settled_points)::float8 AS moved_points, date_part('epoch', e.occurred_at) * 1000 AS occurred_ms,
      e.order_name, e.why, row_number() OVER (ORDER BY e.occurred_at DESC, e.id DESC) AS n
    FROM ledger_entries e
    WHERE e.shop_id = c.shop_id AND e.customer_id = c.customer_id AND (e.occurred_at, e.id) < (q.before_at, q.before_id)
      AND (e.kind <> 'earn_released' OR e.pending_points + e.settled_points <> 0)
    ORDER BY e.occurred_at DESC, e.id DESC LIMIT q.size + 1) l ON true
  ORDER BY q.place, l.n`;

/** A line with whose it is; `kind` is null for a member who has none. Columns without names are read faster. */
type LineRow = [
  place: number, shop: ToldShop | null, isDue: true | null, lastId: string | null, isMore: true | null, occurredMs: number, movedPoints: number, points: number | null,
  kind: EntryKind | null, why: Why, orderName: string | null,
];

type Question = LinesQuestion & { domain: string };

const batcher = new Batcher<Question, StorefrontLines | undefined>(answerAll, READ_BATCHES);

/**
 * The entries of a customer at a shop. A former id is told of the survivor; whoever has not reached us yet, or was erased,
 * has none. Undefined where the app is not installed. Those who ask at the same time share a statement: a connection's way
 * there and back is most of what a read costs.
 */
export function findStorefrontLines(domain: string, question: LinesQuestion): Promise<StorefrontLines | undefined> {
  return batcher.ask({ ...question, domain, customerId: isDecimalId(question.customerId) ? question.customerId : "0" });
}

async function answerAll(questions: Question[]): Promise<(StorefrontLines | undefined)[]> {
  const domains = questions.map(({ domain }) => domain);
  const { rows } = await storefrontPool.query<LineRow>({
    name: "storefront-lines",
    text: LINES,
    rowMode: "array",
    values: [
      domains,
      plainArray(questions.map(({ customerId }) => customerId)),
      plainArray(questions.map(({ after }) => after?.occurredAt.toISOString() ?? "infinity")),
      plainArray(questions.map(({ after }) => after?.id ?? "0")),
      plainArray(questions.map(({ limit }) => limit)),
      plainArray(firstOfShop(domains)),
    ],
  });
  const shopOf = shopsTold();
  const found: (StorefrontLines | undefined)[] = questions.map(() => undefined);
  let last: LedgerCursor | null = null;
  for (const [place, told, isDue, lastId, isMore, occurredMs, movedPoints, points, kind, why, orderName] of rows) {
    const own = (found[place - 1] ??= { shop: shopOf(domains[place - 1] ?? "", told), isDue: isDue === true, lines: [], next: null });
    if (isMore) own.next = last;
    else if (kind !== null) {
      const occurredAt = new Date(occurredMs);
      if (lastId !== null) last = { occurredAt, id: lastId };
      own.lines.push({ kind, points: points ?? movedPoints, movedPoints, occurredAt, orderName, programVersion: null, why });
    }
  }
  return found;
}

/** An array as PostgreSQL reads it, of ids, instants and numbers, in which nothing has to be escaped or looked through. */
const plainArray = (values: readonly (string | number | boolean)[]): string => `{${values.join(",")}}`;
