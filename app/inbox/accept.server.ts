import { isUtf8 } from "node:buffer";
import pg from "pg";
import { env } from "#app/platform/env.server.ts";
import { logger } from "#app/platform/logger.server.ts";

/** A delivery as its headers and bytes say it; nothing of it has been read yet. */
export interface Delivery {
  shopDomain: string;
  webhookId: string;
  eventId: string | null;
  topic: string;
  apiVersion: string | null;
  triggeredAt: string | null;
  body: Buffer;
}

/** The inbox cannot take more right now; the sender should try again. */
export class InboxBusy extends Error {
  override readonly name = "InboxBusy";
}

const FLUSH_ROWS_MAX = 100;
const FLUSHES_MAX = 2;
const QUEUE_MAX = 2_000;

// A pool of its own with short deadlines: Shopify waits 5 s, so a database that does not answer within 2 must become a 503.
const pool = new pg.Pool({
  connectionString: env.databaseUrl,
  max: FLUSHES_MAX,
  connectionTimeoutMillis: 1_000,
  statement_timeout: 2_000,
  query_timeout: 2_500,
  allowExitOnIdle: true,
  application_name: "thrice inbox",
});
pool.on("error", (error) => logger.warn({ err: error }, "an inbox connection broke; the pool opens another"));
pool.on("connect", (client) => client.on("error", () => undefined));

interface Waiting {
  delivery: Delivery;
  resolve: () => void;
  reject: (error: unknown) => void;
}

const queue: Waiting[] = [];
let flushing = 0;
let isScheduled = false;
let onCommitted: (shopDomains: Set<string>) => void = () => undefined;

/** Who hears of committed deliveries, by shop. Best effort: a sweep finds what was not heard. */
export function onDeliveriesCommitted(listener: (shopDomains: Set<string>) => void): void {
  onCommitted = listener;
}

/**
 * Takes a delivery in, once: resolves after the commit that holds it, also when the same shop and webhook id had come before.
 *
 * Deliveries that arrive together share one insert (at most 100), without any added wait. Throws InboxBusy when 2,000 wait
 * already, and the database's error when it does not answer in time; the sender's retry is then deduplicated.
 */
export function accept(delivery: Delivery): Promise<void> {
  if (queue.length >= QUEUE_MAX) return Promise.reject(new InboxBusy("too many deliveries at once"));
  return new Promise((resolve, reject) => {
    queue.push({ delivery, resolve, reject });
    schedule();
  });
}

function schedule(): void {
  if (isScheduled || flushing >= FLUSHES_MAX || queue.length === 0) return;
  isScheduled = true;
  setImmediate(() => {
    isScheduled = false;
    void flush(queue.splice(0, FLUSH_ROWS_MAX));
    schedule();
  });
}

async function flush(batch: Waiting[]): Promise<void> {
  flushing += 1;
  try {
    await insertOrSplit(batch);
  } finally {
    flushing -= 1;
    schedule();
  }
}

// One delivery that the database refuses must not fail its neighbours.
async function insertOrSplit(batch: Waiting[]): Promise<void> {
  try {
    await insert(batch.map(({ delivery }) => delivery));
  } catch (error) {
    if (batch.length === 1 || !isRefusedContent(error)) {
      for (const { reject } of batch) reject(error);
      return;
    }
    const middle = Math.ceil(batch.length / 2);
    await insertOrSplit(batch.slice(0, middle));
    await insertOrSplit(batch.slice(middle));
    return;
  }
  for (const { resolve } of batch) resolve();
  onCommitted(new Set(batch.map(({ delivery }) => delivery.shopDomain)));
}

const isRefusedContent = (error: unknown) => error instanceof pg.DatabaseError && (error.code?.startsWith("22") ?? false);

// One prepared statement for any number of rows, and all bodies in one binary parameter: rows of VALUES, each with its own
// parameters, cost the client twice and the database one and a half times as much.
const INSERT = {
  name: "take-in",
  text: `
    INSERT INTO inbox_events (shop_domain, webhook_id, event_id, topic, api_version, triggered_at, state, parked_reason, body)
    SELECT d.shop_domain, d.webhook_id, d.event_id, d.topic, d.api_version, d.triggered_at, d.state, d.parked_reason,
      convert_from(substring($9::bytea FROM d.body_at FOR d.body_bytes), 'UTF8')
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[], $10::integer[], $11::integer[])
      AS d(shop_domain, webhook_id, event_id, topic, api_version, triggered_at, state, parked_reason, body_at, body_bytes)
    ON CONFLICT (shop_domain, webhook_id) DO NOTHING`,
};

// Rooms for the bodies of a batch, used again: half a megabyte of garbage with every batch would keep the collector busy.
const ROOM_BYTES = 1024 * 1024;
const rooms: Buffer[] = [];

async function insert(deliveries: Delivery[]): Promise<void> {
  const stored = deliveries.map(({ body }) => storable(body));
  const bytes = stored.reduce((sum, { body }) => sum + body.length, 0);
  const room = bytes > ROOM_BYTES ? Buffer.allocUnsafe(bytes) : (rooms.pop() ?? Buffer.allocUnsafeSlow(ROOM_BYTES));
  let end = 0;
  // SQL counts bytes from 1.
  const bodyStarts = stored.map(({ body }) => (end += body.copy(room, end)) - body.length + 1);
  try {
    await insertRows(deliveries, { stored, bodies: room.subarray(0, end), bodyStarts });
  } finally {
    if (room.length === ROOM_BYTES) rooms.push(room);
  }
}

type Bodies = { stored: ReturnType<typeof storable>[]; bodies: Buffer; bodyStarts: number[] };

async function insertRows(deliveries: Delivery[], { stored, bodies, bodyStarts }: Bodies): Promise<void> {
  await pool.query({
    ...INSERT,
    values: [
      deliveries.map(({ shopDomain }) => shopDomain),
      deliveries.map(({ webhookId }) => webhookId),
      deliveries.map(({ eventId }) => eventId),
      deliveries.map(({ topic }) => topic),
      deliveries.map(({ apiVersion }) => apiVersion),
      deliveries.map(({ triggeredAt }) => triggeredAt),
      stored.map(({ state }) => state),
      stored.map(({ reason }) => reason),
      bodies,
      bodyStarts,
      stored.map(({ body }) => body.length),
    ],
  });
}

// PostgreSQL's text takes neither NUL bytes nor what is no UTF-8. Such a body is no JSON either: it is kept as far as it can
// be shown, and parked from the start.
function storable(body: Buffer): { body: Buffer; state: string; reason: string | null } {
  if (isUtf8(body) && !body.includes(0)) return { body, state: "pending", reason: null };
  return { body: Buffer.from(body.toString("utf8").replaceAll("\0", "\uFFFD")), state: "parked", reason: "Its text holds bytes that are no text." };
}
