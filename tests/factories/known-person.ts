import { prepareExports } from "#app/jobs/prepare-exports.server.ts";
import { runImports } from "#app/jobs/run-imports.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { excludeMember } from "#app/usecases/exclude-member.server.ts";
import { checkImport } from "#app/usecases/check-import.server.ts";
import { startImport } from "#app/usecases/import-run.server.ts";
import { recordEvent } from "#app/usecases/record-event.server.ts";
import { startExport } from "#app/usecases/start-export.server.ts";
import { mergeCustomers, updateCustomer } from "#standin/shop/change-customer.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import type { CustomerRecord } from "#standin/shop/records.ts";
import { openRedeemingShop, redeemedId, type RedeemingShop } from "./redeeming-shop.ts";
import type { Lab } from "./shop-lab.ts";

/** Words that stand nowhere but in what is known of one person; each came in by another way. */
export const WORDS = {
  email: "zebulah.quartz@example.com",
  lastName: "Quartzwing",
  tag: "hoatzin-tag",
  formerTag: "quokka-tag",
  reason: "complained about her narwhal",
  formerReason: "moved with her numbat",
  importReason: "okapi from the old program",
  exclusion: "axolotl under suspicion",
  shopifyRefusal: "pangolin is not allowed",
};

/** A word of the shop's staff, who are other people than the one who asks. */
export const STAFF = "Joe Staffordson";

export interface KnownPerson {
  shop: RedeemingShop;
  /** Whose account it is today. */
  customer: CustomerRecord;
  /** An id that was merged into theirs. */
  formerId: string;
  orderId: string;
  codes: string[];
  /** Somebody else, of whom the same kinds of things are known. */
  stranger: CustomerRecord;
}

/** A shop that knows a person in every way in which the app can know somebody, and a stranger beside them. */
export async function openShopWithKnownPerson(all: Lab): Promise<KnownPerson> {
  const shop = await openRedeemingShop(all, [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 }]);
  const standin = shop.lab.house.shop;
  const [customer, former, stranger] = [await shop.customer(400), await shop.customer(30), await shop.customer(70)];
  updateCustomer(standin, customer, { email: WORDS.email, firstName: "Zebulah", lastName: WORDS.lastName, tags: [WORDS.tag] });
  updateCustomer(standin, former, { tags: [WORDS.formerTag] });
  updateCustomer(standin, stranger, { email: "stranger@example.com", firstName: "Stranger", tags: ["strange-tag"] });
  const order = placeOrder(standin, { customer: { id: customer.id }, totalMinor: 12_345, discountCodes: ["WELCOME-9"] });
  placeOrder(standin, { customer: { id: stranger.id }, totalMinor: 2_000 });
  await shop.hear();
  const at = () => new Date();
  await adjustPoints(shop.shop.id, { customerId: customer.id, points: 50, reason: WORDS.reason, by: STAFF, idempotencyKey: `a-${customer.id}` }, at());
  await adjustPoints(shop.shop.id, { customerId: former.id, points: 20, reason: WORDS.formerReason, by: STAFF, idempotencyKey: `b-${customer.id}` }, at());
  await adjustPoints(shop.shop.id, { customerId: stranger.id, points: 20, reason: "strange reason", by: STAFF, idempotencyKey: `c-${customer.id}` }, at());
  await recordEvent(shop.shop.id, { customerId: customer.id, event: "review", occurredAt: new Date(Date.now() - 60_000), idempotencyKey: `r-${customer.id}` }, at());
  await bringFiles(shop, { customer, stranger });
  mergeCustomers(standin, { keep: customer, remove: former, status: "completed" });
  await shop.hear();
  const redemptionId = redeemedId(await shop.redeem(customer, "five"));
  await shop.perform();
  const { code } = await shop.redemption(redemptionId);
  await excludeMember(shop.shop.id, { customerId: customer.id, kind: "blocked", reason: WORDS.exclusion, by: STAFF }, at());
  await storeTheRest(shop.shop.id, { customerId: customer.id, orderId: order.id });
  await startExport(shop.shop.id, { kind: "customers", filter: { stage: null, query: "" } }, { rowsTotal: 2, by: STAFF, now: at() });
  await prepareExports(shop.shop, at());
  const body = `{"id":${order.id},"customer":{"last_name":"${WORDS.lastName}"`;
  await shop.lab.deliver([{ webhookId: `broken-${order.id}`, topic: "orders/updated", body, triggeredAt: at().toISOString() }]);
  return { shop, customer, formerId: former.id, orderId: order.id, stranger, codes: [code ?? "no code", "WELCOME-9", `NEXT-${order.id}`, `PRINTED-${order.id}`] };
}

/** Files that name the person: booked, about them alone; checked, with a line that cannot be read, beside somebody else's and alone; and about somebody else. */
async function bringFiles(shop: RedeemingShop, { customer, stranger }: { customer: CustomerRecord; stranger: CustomerRecord }): Promise<void> {
  const check = async (text: string, { fileName, reason }: { fileName: string; reason: string }) => {
    const checked = await checkImport(shop.shop.id, { kind: "import", mode: "add", by: STAFF, fileName, reason, file: [Buffer.from(text)] }, new Date());
    if (checked.outcome === "refused") throw new Error(checked.message);
    return checked.importId;
  };
  await startImport(shop.shop.id, await check(`customer_id,points\n${customer.id},10\n`, { fileName: `${WORDS.lastName}.csv`, reason: WORDS.importReason }));
  await startImport(shop.shop.id, await check(`customer_id,points\n${customer.id},10\n${stranger.id},5\n`, { fileName: "goodwill.csv", reason: "for everybody" }));
  await runImports(shop.shop.id, new Date());
  await check(`customer_id,points\n${WORDS.email},10\n${stranger.id},5\n`, { fileName: `zebulah-${WORDS.lastName}.csv`.toLowerCase(), reason: `As Zebulah ${WORDS.lastName} asked` });
  await check(`email,points\nZebulah ${WORDS.lastName},10\n`, { fileName: "zebulah.csv", reason: "For Zebulah" });
}

const REST = [
  "INSERT INTO member_perks (shop_id, customer_id, kind, name, action_id, n, order_id, program_version, given_at, ended_at, end_reason, refusal) VALUES ($1, $2, 'gift', 'Mug', 'third', 3, $3, 1, now(), now(), 'refused', $4)",
  "INSERT INTO nth_order_actions (shop_id, customer_id, action_id, n, order_id, program_version, gift, observed_at, given_at, given_by) VALUES ($1, $2, 'third', 3, $3, 1, 'Mug', now(), now(), $5)",
  "INSERT INTO confirmation_codes (shop_id, order_id, code, way, terms, reserved_minor, state, refusal, given_at, ends_at, closed_at) VALUES ($1, $3, 'NEXT-' || $3, 'link', '{}', 0, 'refused', $4, now(), now(), now())",
  "INSERT INTO print_keys (shop_id, version, key_sealed, created_at) VALUES ($1, 1, 'sealed', now())",
  "INSERT INTO print_discounts (shop_id, week, edition, seed_code, terms, ends_at) VALUES ($1, '2026-W01', 1, 'seed', '{}', now())",
  "INSERT INTO print_codes (shop_id, key_version, order_number, code, week, edition, state, refusal, planned_at, order_id) VALUES ($1, 1, 1, 'PRINTED-' || $3, '2026-W01', 1, 'refused', $4, now(), $3)",
  "INSERT INTO tier_changes (shop_id, customer_id, to_tier_id, occurred_at, observed_at, cause) VALUES ($1, $2, 'gold', now(), now(), '{}')",
  "INSERT INTO tier_grants (shop_id, import_id, line, customer_id, tier_id, granted_at) VALUES ($1, 1, 1, $2, 'gold', now())",
  "INSERT INTO member_tiers (shop_id, customer_id, tier_id, since) VALUES ($1, $2, 'gold', now()) ON CONFLICT DO NOTHING",
  "INSERT INTO holdout_assignments (shop_id, customer_id, arm, percent, assigned_at) VALUES ($1, $2, 'treated', 10, now()) ON CONFLICT DO NOTHING",
  "INSERT INTO block_views (shop_id, order_id, surface, first_seen_at) VALUES ($1, $3, 'thank_you', now())",
  "INSERT INTO mail_opt_outs (shop_id, customer_id, kind, reason, opted_out_at) VALUES ($1, $2, 'earned', 'unsubscribed', now())",
  "INSERT INTO refunds (shop_id, order_id, refund_id, created_at, amount_minor) VALUES ($1, $3, 1, now(), 45)",
  "UPDATE member_summaries SET refusal = $4, tags = '{gold}' WHERE shop_id = $1 AND customer_id = $2",
  "UPDATE redemptions SET refusal = $4 WHERE shop_id = $1 AND customer_id = $2",
  `INSERT INTO effects (shop_id, key, effect, state, run_at, outcome, created_at, closed_at, lane)
   SELECT $1, 'mail', jsonb_build_object('kind', 'send_message', 'customerId', $2::text), 'refused', now(), jsonb_build_object('outcome', 'refused', 'message', $6 || ' is unknown here'), now(), now(), 'mail'`,
  `INSERT INTO effects (shop_id, key, effect, state, run_at, outcome, created_at, closed_at)
   SELECT $1, 'tag', jsonb_build_object('kind', 'add_customer_tag', 'customerId', $2::text, 'tag', 'gold'), 'refused', now(), jsonb_build_object('outcome', 'refused', 'message', $4), now(), now()`,
];

// What takes a program of its own, a mail server or Shopify's refusal to come about is written straight into the database.
async function storeTheRest(shopId: number, { customerId, orderId }: { customerId: string; orderId: string }): Promise<void> {
  const values = [["$1", shopId, "integer"], ["$2", customerId, "bigint"], ["$3", orderId, "bigint"], ["$4", WORDS.shopifyRefusal, "text"], ["$5", STAFF, "text"], ["$6", WORDS.email, "text"]] as const;
  for (const sql of REST) {
    const used = values.filter(([place]) => sql.includes(place));
    const numbered = used.reduce((text, [place, , type], at) => text.replaceAll(place, `$<${at + 1}>::${type}`), sql).replace(/\$<(\d)>/g, "$$$1");
    await pool.query(numbered, used.map(([, value]) => value));
  }
}

/** Tables of ours, and of the job queue, with a row that holds a word, in any case. */
export async function tablesNaming(word: string): Promise<string[]> {
  const tables = await pool.query<{ name: string }>(
    "SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('public', 'graphile_worker') ORDER BY 1",
  );
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await pool.query<{ is_named: boolean }>(`SELECT EXISTS (SELECT FROM ${name} t WHERE strpos(lower(t::text), lower($1)) > 0) AS is_named`, [word]);
    if (rows[0]?.is_named) found.push(name);
  }
  return found;
}
