import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { OpenPerk, PerkEnd, StandingPerk } from "#app/domain/tiers/decide-perks.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

const OF_MEMBERS = "customer_id IN (SELECT customer_id FROM customers WHERE shop_id = $1 AND (customer_id = ANY ($2::bigint[]) OR merged_into_id = ANY ($2::bigint[])))";
const SURVIVOR = "(SELECT coalesce(k.merged_into_id, k.customer_id)::text FROM customers k WHERE k.shop_id = $1 AND k.customer_id = p.customer_id)";

/** A member who can be given something, with the orders of which there is news. */
export interface PerkHolder {
  customerId: CustomerId;
  newsIds: OrderId[];
}

/**
 * Members with the orders that were placed or paid since an instant and told by a delivery. An order that was only read
 * (history, comparison, a file) is no news, however young.
 */
export async function loadPerkHolders(tx: Tx, shopId: number, { customerIds, since }: { customerIds: CustomerId[]; since: Date }): Promise<PerkHolder[]> {
  const rows = await tx.query<PerkHolder>(
    `SELECT c.customer_id::text AS "customerId",
       ARRAY(SELECT o.order_id::text FROM orders o WHERE o.shop_id = $1 AND o.customer_id = c.customer_id AND o.read_at IS NULL
         AND o.cancelled_at IS NULL AND greatest(o.processed_at, o.paid_at) >= $3) AS "newsIds"
     FROM customers c WHERE c.shop_id = $1 AND c.customer_id = ANY ($2::bigint[]) AND c.merged_into_id IS NULL ORDER BY c.customer_id`,
    [shopId, customerIds, since],
  );
  return rows.rows;
}

/** An open perk with what ending it needs to know. */
export interface OpenPerkRow extends OpenPerk {
  customerId: CustomerId;
  redemptionId: string | null;
  isTagOurs: boolean | null;
}

/** Standing perks of members that did not end, oldest first; those of merged customers are the survivor's. */
export async function loadOpenPerks(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<OpenPerkRow[]> {
  const rows = await tx.query<OpenPerkRow>(
    `SELECT p.id::text, ${SURVIVOR} AS "customerId", p.kind, p.name, p.tier_id AS "tierId", p.redemption_id AS "redemptionId", p.tag_is_ours AS "isTagOurs"
     FROM member_perks p WHERE p.shop_id = $1 AND p.kind IN ('free_shipping', 'tag') AND p.ended_at IS NULL AND p.${OF_MEMBERS} ORDER BY p.id`,
    [shopId, customerIds],
  );
  return rows.rows;
}

/** The tiers on whose arrival members had a reward already, also as somebody who was merged into them. */
export async function loadWelcomedTiers(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<{ customerId: CustomerId; tierId: string }[]> {
  const rows = await tx.query<{ customerId: CustomerId; tierId: string }>(
    `SELECT ${SURVIVOR} AS "customerId", p.tier_id AS "tierId" FROM member_perks p WHERE p.shop_id = $1 AND p.kind = 'welcome_reward' AND p.${OF_MEMBERS}`,
    [shopId, customerIds],
  );
  return rows.rows;
}

/** The tags that gifts of nth orders bring to members while their orders count. */
export async function loadGiftTags(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<{ customerId: CustomerId; actionId: string; n: number; orderId: OrderId; tag: string }[]> {
  const rows = await tx.query<{ customerId: CustomerId; actionId: string; n: number; orderId: OrderId; tag: string }>(
    `SELECT ${SURVIVOR} AS "customerId", p.action_id AS "actionId", p.n, p.order_id::text AS "orderId", p.customer_tag AS tag FROM nth_order_actions p
     WHERE p.shop_id = $1 AND p.customer_tag IS NOT NULL AND p.revoked_at IS NULL AND p.${OF_MEMBERS} ORDER BY p.id`,
    [shopId, customerIds],
  );
  return rows.rows;
}

/** Something given, to be written down. */
export interface GivenPerk {
  customerId: CustomerId;
  kind: "gift" | "welcome_reward" | StandingPerk["kind"];
  name: string;
  cause: StandingPerk["cause"];
  programVersion: number;
  redemptionId: string | null;
}

/** Writes down what is given. Undefined when it was given before, which unique indexes decide: then nothing is to be done. */
export async function addPerk(tx: LockedTx, shopId: number, { perk, now }: { perk: GivenPerk; now: Date }): Promise<string | undefined> {
  const { customerId, kind, name, cause, programVersion, redemptionId } = perk;
  const { tierId, actionId, n, orderId } = { tierId: null, actionId: null, n: null, orderId: null, ...cause };
  const added = await tx.query<{ id: string }>(
    `INSERT INTO member_perks (shop_id, customer_id, kind, name, tier_id, action_id, n, order_id, program_version, redemption_id, given_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING id::text`,
    [shopId, customerId, kind, name, tierId, actionId, n, orderId, programVersion, redemptionId, now],
  );
  return added.rows[0]?.id;
}

/** Notes that a perk ended, once. */
export async function endPerk(tx: LockedTx, shopId: number, { perkId, because, refusal = null, now }: { perkId: string; because: PerkEnd | "refused"; refusal?: string | null; now: Date }): Promise<void> {
  await tx.query("UPDATE member_perks SET ended_at = $3, end_reason = $4, refusal = $5 WHERE shop_id = $1 AND id = $2 AND ended_at IS NULL", [shopId, perkId, now, because, refusal]);
}

/** The perk that a redemption was given for. */
export async function findPerkOfRedemption(tx: Tx, shopId: number, redemptionId: string): Promise<string | undefined> {
  return (await tx.query<{ id: string }>("SELECT id::text FROM member_perks WHERE shop_id = $1 AND redemption_id = $2", [shopId, redemptionId])).rows[0]?.id;
}

/** Whether a redemption was a gift whose order has stopped counting. */
export async function isGiftUndone(tx: Tx, shopId: number, redemptionId: string): Promise<boolean> {
  return (await tx.query("SELECT FROM member_perks WHERE shop_id = $1 AND redemption_id = $2 AND kind = 'gift' AND end_reason = 'order_undone'", [shopId, redemptionId])).rowCount === 1;
}

/** A gift stands although its order was undone: it turned out to be used, so it is neither ended nor taken back. */
export async function letGiftStand(tx: LockedTx, shopId: number, redemptionId: string): Promise<void> {
  await tx.query(
    `WITH stands AS (
       UPDATE member_perks SET ended_at = NULL, end_reason = NULL WHERE shop_id = $1 AND redemption_id = $2 AND kind = 'gift' AND end_reason = 'order_undone'
       RETURNING customer_id, action_id, n)
     UPDATE nth_order_actions a SET revoked_at = NULL FROM stands s WHERE a.shop_id = $1 AND a.customer_id = s.customer_id AND a.action_id = s.action_id AND a.n = s.n`,
    [shopId, redemptionId],
  );
}

/** The redemptions of gifts that stand, by the action and number that brought them. */
export async function findGiftPerk(
  tx: Tx,
  shopId: number,
  { customerId, actionId, n }: { customerId: CustomerId; actionId: string; n: number },
): Promise<{ id: string; redemptionId: string | null } | undefined> {
  const found = await tx.query<{ id: string; redemptionId: string | null }>(
    `SELECT id::text, redemption_id AS "redemptionId" FROM member_perks WHERE shop_id = $1 AND customer_id = $2 AND action_id = $3 AND n = $4 AND kind = 'gift' AND ended_at IS NULL`,
    [shopId, customerId, actionId, n],
  );
  return found.rows[0];
}

/** Notes whether a tag is ours to take away. False when the perk has ended meanwhile. */
export async function noteTagOwner(tx: Tx, shopId: number, { perkId, isOurs }: { perkId: string; isOurs: boolean }): Promise<boolean> {
  const noted = await tx.query("UPDATE member_perks SET tag_is_ours = $3 WHERE shop_id = $1 AND id = $2 AND ended_at IS NULL", [shopId, perkId, isOurs]);
  return noted.rowCount === 1;
}

/** A tag of ours that is being taken away from a member: the perk that ended, where that is still to be done. */
export async function findTagBeingRemoved(tx: Tx, shopId: number, { customerId, tag }: { customerId: CustomerId; tag: string }): Promise<string | undefined> {
  const found = await tx.query<{ id: string }>(
    `SELECT p.id::text FROM member_perks p JOIN effects e ON e.shop_id = $1 AND e.key = 'tag-remove:' || p.id AND e.state = 'open'
     WHERE p.shop_id = $1 AND p.kind = 'tag' AND lower(p.name) = lower($3) AND p.${OF_MEMBERS} ORDER BY p.id DESC LIMIT 1`,
    [shopId, [customerId], tag],
  );
  return found.rows[0]?.id;
}
