import { beforeEach, afterEach, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { lockArrival, UNKNOWN_SHOP } from "#app/store/inbox.server.ts";
import { installShop } from "#app/usecases/install-shop.server.ts";
import { storeShop } from "#tests/factories/stored-facts.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { drainInbox } from "./drain-inbox.server.ts";
import { sweep } from "./sweep.server.ts";

const DAY_MS = 86_400_000;

let shops = 0;
let domain: string;
let lastId = 7_000;

beforeEach(async () => {
  domain = `gifts-${(shops += 1)}.myshopify.com`;
  await installShop({ domain, scopes: ["read_orders"], shop: { shopifyId: String(shops), name: "Gifts", currency: "GBP", timeZone: "Europe/London" } }, new Date());
});

/** Deliveries that name so many customers, as the inbox holds them; answers the customers' ids. */
async function tell(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => String((lastId += 1)));
  for (const id of ids) {
    const body = { admin_graphql_api_id: `gid://shopify/Customer/${id}`, email: `c${id}@example.com`, first_name: "Ann", last_name: "Lee", state: "disabled", tags: "", created_at: "2026-01-01T00:00:00Z", updated_at: "2026-01-01T00:00:00Z" };
    await pool.query("INSERT INTO inbox_events (shop_domain, webhook_id, topic, body) VALUES ($1, $2, 'customers/create', $3)", [domain, `webhook-${id}`, JSON.stringify(body)]);
  }
  return ids;
}

const inbox = async () =>
  Object.fromEntries((await pool.query<{ state: string; n: number }>("SELECT state, count(*)::integer AS n FROM inbox_events WHERE shop_domain = $1 GROUP BY 1", [domain])).rows.map(({ state, n }) => [state, n]));
const rest = async () =>
  (await pool.query<{ since: Date | null; restMs: number | null }>(
    'SELECT deliveries_failing_since AS since, (extract(epoch FROM deliveries_rest_until - now()) * 1000)::float8 AS "restMs" FROM shops WHERE domain = $1', [domain])).rows[0]!;
/** The rest is over, and the trouble has lasted for so long. */
const wait = (forMs: number) =>
  pool.query("UPDATE shops SET deliveries_rest_until = now() - interval '1 ms', deliveries_failing_since = deliveries_failing_since - $2 * interval '1 ms' WHERE domain = $1", [domain, forMs]);

describe("deliveries that come with the shop itself", () => {
  const NEW = "new.myshopify.com";
  const state = async () => (await pool.query<{ state: string }>("SELECT state FROM inbox_events WHERE shop_domain = $1", [NEW])).rows.map((row) => row.state);
  const someoneWaits = () =>
    waitFor("somebody to wait for the arrival", async () => (await pool.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")).rowCount === 1);
  beforeEach(async () => {
    await pool.query("DELETE FROM shops WHERE domain = $1", [NEW]);
    await pool.query("DELETE FROM inbox_events WHERE shop_domain = $1", [NEW]);
    await pool.query("INSERT INTO inbox_events (shop_domain, webhook_id, topic, body) VALUES ($1, 'w', 'customers/create', '{}')", [NEW]);
  });

  it("are not set aside by a drain that began before it was installed", async () => {
    const client = await pool.connect();
    await client.query("BEGIN");
    await lockArrival(client, NEW);
    await storeShop(client, { domain: NEW });
    const drained = drainInbox(NEW);
    await someoneWaits();
    await client.query("COMMIT");
    client.release();
    expect(await drained).toBe(0);
    expect(await state()).toEqual(["pending"]);
  });

  it("are taken up by an installation that meets such a drain", async () => {
    const client = await pool.connect();
    await client.query("BEGIN");
    await lockArrival(client, NEW);
    await client.query("UPDATE inbox_events SET state = 'parked', parked_reason = $2, settled_at = now() WHERE shop_domain = $1", [NEW, UNKNOWN_SHOP]);
    const installed = installShop({ domain: NEW, scopes: ["read_orders"], shop: { shopifyId: "99", name: "New", currency: "GBP", timeZone: "Europe/London" } }, new Date());
    await someoneWaits();
    await client.query("COMMIT");
    client.release();
    await installed;
    expect(await state()).toEqual(["pending"]);
  });
});

describe("while the database is another release's", () => {
  const rename = (from: string, to: string) => pool.query(`ALTER TABLE customers RENAME COLUMN ${from} TO ${to}`);
  beforeEach(() => rename("account_state", "account_state_renamed"));
  afterEach(async () => {
    const there = await pool.query("SELECT 1 FROM information_schema.columns WHERE table_name = 'customers' AND column_name = 'account_state_renamed'");
    if (there.rowCount) await rename("account_state_renamed", "account_state");
  });

  it("deliveries wait, none is parked, and all are recorded when it fits again", async () => {
    await tell(40);
    expect(await drainInbox(domain)).toBe(0);
    expect(await inbox()).toEqual({ pending: 40 });
    await rename("account_state_renamed", "account_state");
    expect(await drainInbox(domain)).toBe(0); // The rest is not over.
    await wait(0);
    expect(await drainInbox(domain)).toBe(40);
    expect(await inbox()).toEqual({ done: 40 });
    expect(await rest()).toEqual({ since: null, restMs: null });
  });

  it("they wait on, however long that takes, with pauses that grow to ten minutes", async () => {
    await tell(3);
    await drainInbox(domain);
    expect((await rest()).restMs).toBeLessThanOrEqual(2_000);
    for (const [forMs, restMs] of [[30_000, 30_000], [7 * DAY_MS, 600_000]] as const) {
      await wait(forMs);
      await drainInbox(domain);
      const now = await rest();
      expect(now.restMs).toBeGreaterThan(restMs * 0.8);
      expect(now.restMs).toBeLessThan(restMs * 1.2);
    }
    expect(await inbox()).toEqual({ pending: 3 });
  });
});

describe("a delivery that always meets a mistake of ours", () => {
  let poison: string;

  beforeEach(async () => {
    const ids = await tell(9);
    poison = ids[4]!;
    await pool.query(
      `CREATE OR REPLACE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the sums differ' USING ERRCODE = 'XX000'; END $$;
       CREATE TRIGGER stumble BEFORE INSERT OR UPDATE ON customers FOR EACH ROW WHEN (NEW.customer_id = ${poison}) EXECUTE FUNCTION stumble()`,
    );
  });
  afterEach(() => pool.query("DROP TRIGGER IF EXISTS stumble ON customers"));

  const stateOf = async (id: string) => (await pool.query("SELECT state, parked_reason AS reason FROM inbox_events WHERE shop_domain = $1 AND webhook_id = $2", [domain, `webhook-${id}`])).rows[0];
  const PARKED = { state: "parked", reason: "It could not be recorded, by a fault of ours. It is tried again by itself once a day; tell us." };

  it("is parked after an hour, and its neighbours are recorded", async () => {
    await drainInbox(domain);
    await wait(59 * 60_000);
    await drainInbox(domain);
    expect(await inbox()).toEqual({ pending: 9 });
    await wait(60_000);
    expect(await drainInbox(domain)).toBe(9);
    expect(await inbox()).toEqual({ done: 8, parked: 1 });
    expect(await stateOf(poison)).toEqual(PARKED);
    expect((await rest()).since).toBeNull();
  });

  it("is tried again every day, and keeps nobody waiting another time", async () => {
    await drainInbox(domain);
    await wait(60 * 60_000);
    await drainInbox(domain);
    await sweep(new Date(Date.now() + DAY_MS - 60_000));
    expect(await stateOf(poison)).toEqual(PARKED);
    const nextDay = new Date(Date.now() + DAY_MS + 60_000);
    await sweep(nextDay);
    await tell(5);
    expect(await inbox()).toEqual({ done: 8, pending: 6 });
    await drainInbox(domain);
    expect(await inbox()).toEqual({ done: 13, parked: 1 });
    await pool.query("DROP TRIGGER stumble ON customers");
    await sweep(nextDay);
    await drainInbox(domain);
    expect(await inbox()).toEqual({ done: 14 });
  });

  it("waits with the others while it is not known that others can be recorded", async () => {
    await pool.query("DELETE FROM inbox_events WHERE shop_domain = $1 AND webhook_id <> $2", [domain, `webhook-${poison}`]);
    await drainInbox(domain);
    await wait(DAY_MS);
    await drainInbox(domain);
    expect(await inbox()).toEqual({ pending: 1 });
    await tell(1);
    await wait(0);
    await drainInbox(domain);
    expect(await inbox()).toEqual({ done: 1, parked: 1 });
  });
});

it("a turn that is over leaves the deliveries after its batch to the next, which is asked for", async () => {
  await tell(1);
  await pool.query(
    `INSERT INTO inbox_events (shop_domain, webhook_id, topic, body) SELECT $1, 'again-' || n, topic, body FROM inbox_events, generate_series(1, 600) n WHERE shop_domain = $1`, [domain]);
  expect(await drainInbox(domain, () => true)).toBe(500);
  expect(await inbox()).toEqual({ done: 500, pending: 101 });
  expect((await pool.query("SELECT 1 FROM graphile_worker.jobs WHERE key = $1", [`drain-inbox:${domain}`])).rowCount).toBe(1);
  expect(await drainInbox(domain)).toBe(101);
});

it("a delivery that the database refuses by what it says is parked at once, alone, and not kept when its person was erased", async () => {
  const [kept, erased, fine] = await tell(3);
  await pool.query("ALTER TABLE customers ADD CONSTRAINT refused CHECK (customer_id NOT IN (" + `${kept}, ${erased}` + "))");
  await pool.query("INSERT INTO privacy_requests (shop_id, kind, request_key, customer_id, order_ids, received_at, due_at) SELECT id, 'redact', 'erased', $2, '{}', now(), now() FROM shops WHERE domain = $1", [domain, erased]);
  await drainInbox(domain);
  await pool.query("ALTER TABLE customers DROP CONSTRAINT refused");
  const { rows } = await pool.query("SELECT webhook_id, state FROM inbox_events WHERE shop_domain = $1 ORDER BY id", [domain]);
  expect(rows).toEqual([{ webhook_id: `webhook-${kept}`, state: "parked" }, { webhook_id: `webhook-${fine}`, state: "done" }]);
});
