import { claimSnippet } from "#app/domain/confirmation/claim-snippet.ts";
import type { ConfirmationState } from "#app/domain/confirmation/confirmation-code.ts";
import { confirmationRules, type ConfirmationRules, type ConfirmationWay } from "#app/domain/confirmation/confirmation-rules.ts";
import { LANGUAGES, type Language } from "#app/domain/messages/language.ts";
import { localDay, startOfDay } from "#app/domain/time.ts";
import { pool } from "#app/platform/db.server.ts";
import { findClaimKey } from "#app/store/claim-keys.server.ts";
import { spentOnCodes } from "#app/store/confirmation-codes.server.ts";
import { findConfirmationSettings, findLinkCheck, findStaticCode } from "#app/store/confirmation-settings.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { getCodePoolState, type CodePoolState } from "./code-pool.server.ts";

/** A code as the merchant sees it; money in minor units of the order that used it, null where none did. */
export interface GivenCode {
  orderId: string;
  orderName: string;
  customerId: string | null;
  code: string;
  state: ConfirmationState | "ended";
  refusal: string | null;
  givenAt: string;
  usedOrderName: string | null;
  revenueMinor: number | null;
  costMinor: number | null;
}

/** Sums over all codes ever given. Revenue and cost are of the orders that carried one and stand, in the shop's present currency. */
export interface CodeSums {
  given: number;
  used: number;
  open: number;
  revenueMinor: number;
  costMinor: number;
}

export interface ConfirmationPage {
  way: ConfirmationWay;
  rules: ConfirmationRules;
  isAccessMissing: boolean;
  snippets: { language: Language; text: string }[];
  linkCheckedAt: string | null;
  staticCode: string | null;
  codePool: CodePoolState | null;
  /** What codes of this month cost or may cost, in minor units. */
  spentMinor: number;
  sums: CodeSums;
  codes: GivenCode[];
}

const CODES_SHOWN = 20;
const STANDS = "u.cancelled_at IS NULL AND u.fully_refunded_at IS NULL AND u.deleted_at IS NULL";

/** Everything on the page Order confirmation. */
export async function getConfirmationPage({ id: shopId, domain, timeZone, currency }: { id: number; domain: string; timeZone: string; currency: string }, now: Date): Promise<ConfirmationPage> {
  const monthStart = startOfDay(`${localDay(now, timeZone).slice(0, 7)}-01`, timeZone);
  const [settings, claimKey, linkCheckedAt, spentMinor, { grantedScopes }] = await Promise.all([
    findConfirmationSettings(pool, shopId),
    findClaimKey(pool, { id: shopId, domain }),
    findLinkCheck(pool, shopId),
    spentOnCodes(pool, shopId, { since: monthStart, now }),
    getShop(pool, shopId),
  ]);
  return {
    way: settings?.way ?? "off",
    rules: settings?.rules ?? confirmationRules.parse({}),
    isAccessMissing: !grantedScopes.includes("write_discounts"),
    snippets: claimKey ? LANGUAGES.map((language) => ({ language, text: claimSnippet(claimKey.key, language) })) : [],
    linkCheckedAt: linkCheckedAt?.toISOString() ?? null,
    staticCode: await findStaticCode(pool, shopId),
    codePool: await getCodePoolState({ id: shopId, domain }, now),
    spentMinor,
    sums: await sumCodes(shopId, currency, now),
    codes: await listGivenCodes(shopId, now),
  };
}

async function sumCodes(shopId: number, currency: string, now: Date): Promise<CodeSums> {
  const { rows } = await pool.query<CodeSums>(
    `SELECT count(*) FILTER (WHERE k.state <> 'refused')::integer AS given, count(*) FILTER (WHERE k.state = 'used')::integer AS used,
       count(*) FILTER (WHERE k.state IN ('making', 'ready') AND k.ends_at > $3)::integer AS open,
       coalesce(sum(u.total_minor) FILTER (WHERE ${STANDS} AND u.currency = $2), 0)::float8 AS "revenueMinor", coalesce(sum(u.discount_minor) FILTER (WHERE ${STANDS} AND u.currency = $2), 0)::float8 AS "costMinor"
     FROM confirmation_codes k LEFT JOIN orders u ON u.shop_id = $1 AND u.order_id = k.used_order_id WHERE k.shop_id = $1`,
    [shopId, currency, now],
  );
  return rows[0]!;
}

async function listGivenCodes(shopId: number, now: Date): Promise<GivenCode[]> {
  const { rows } = await pool.query<Omit<GivenCode, "givenAt"> & { givenAt: Date }>(
    `SELECT k.order_id::text AS "orderId", coalesce(o.name, k.order_id::text) AS "orderName", o.customer_id::text AS "customerId", k.code, k.refusal, k.given_at AS "givenAt",
       CASE WHEN k.state = 'ready' AND k.ends_at <= $2 THEN 'ended' ELSE k.state END AS state, u.name AS "usedOrderName", u.total_minor::float8 AS "revenueMinor", u.discount_minor::float8 AS "costMinor"
     FROM confirmation_codes k LEFT JOIN orders o ON o.shop_id = $1 AND o.order_id = k.order_id LEFT JOIN orders u ON u.shop_id = $1 AND u.order_id = k.used_order_id
     WHERE k.shop_id = $1 ORDER BY k.given_at DESC, k.order_id DESC LIMIT ${CODES_SHOWN}`,
    [shopId, now],
  );
  return rows.map((row) => ({ ...row, givenAt: row.givenAt.toISOString() }));
}
