import { programAt } from "#app/domain/program/program.ts";
import type { StorefrontTexts } from "#app/domain/storefront/storefront-texts.ts";
import { type MemberSummary, memberSummaryOf, type SummarisedMember } from "#app/domain/summary/member-summary.ts";
import { blockPage } from "#app/liquid/block-page.ts";
import { renderBlock } from "#app/liquid/render-block.ts";
import { findThemeExtension, schemaOf } from "#app/liquid/theme-files.ts";
import { pool } from "#app/platform/db.server.ts";
import { getCountingPolicy } from "#app/store/counting-policies.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { getShopProgramSummary } from "./shop-program-summary.server.ts";
import { listThemeBlocks } from "./theme-blocks.ts";

/** Who looks at the blocks: nobody in particular, or a customer at a stage of the road. */
export const SAMPLE_CUSTOMERS = ["guest", "first", "second", "loyal"] as const;

export type SampleCustomer = (typeof SAMPLE_CUSTOMERS)[number];

/** A product as the Admin API tells it; prices are decimal texts in the shop's currency. */
export interface PreviewProduct {
  title: string;
  variants: { title: string; price: string }[];
}

export interface PreviewWish {
  who: SampleCustomer;
  language: string;
  isDark: boolean;
  /** What the merchant is writing; null for what is saved. */
  texts: StorefrontTexts | null;
  product: PreviewProduct | null;
  now: Date;
}

export interface StorefrontPreview {
  /** A page with the block on it; null where the shop would show nothing. */
  pages: Record<string, string | null>;
  /** Whether a customer of the shop stands behind the numbers. */
  isRealCustomer: boolean;
}

/**
 * Every block as the shop would show it now, drawn from the extension's own files with the program as Shopify is told of it.
 * The customer is one of the shop's at that stage, whose points were claimed if there is one, and otherwise invented.
 */
export async function previewBlocks(shopId: number, { who, language, isDark, texts, product, now }: PreviewWish): Promise<StorefrontPreview> {
  const [shop, versions, { mergeSameDay }] = await Promise.all([getShop(pool, shopId), listProgramVersions(pool, shopId), getCountingPolicy(pool, shopId)]);
  const version = programAt(versions, now);
  const program = version && (await getShopProgramSummary(shop, version, now)).summary;
  const member = who === "guest" ? undefined : await findSampleMember(shopId, who);
  const summary = version && who !== "guest" ? memberSummaryOf(member ?? INVENTED[who], version, { now, timeZone: shop.timeZone, mergeSameDay }) : undefined;
  const root = findThemeExtension();
  const globals = globalsOf({ shop, program: program && { ...program, texts: texts ?? program.texts }, summary, isGuest: who === "guest", language, product: product ?? INVENTED_PRODUCT });
  const pages = Object.fromEntries(
    listThemeBlocks().blocks.map(({ handle, name }) => {
      const html = renderBlock(handle, { locale: language, currency: shop.currency, assetUrl: () => "", globals, settings: {} }, root);
      const { target, stylesheet } = schemaOf(handle, root);
      return [handle, html === "" ? null : blockPage(html, { title: name, locale: language, isDark, isOverPage: target !== "section", stylesheet, root })];
    }),
  );
  return { pages, isRealCustomer: member !== undefined };
}

type Shown = { shop: { name: string; currency: string }; program: object | undefined; summary: MemberSummary | undefined; isGuest: boolean; language: string; product: PreviewProduct };

/** Shopify's objects, as far as the blocks ask for them. Nothing of the customer is in them but what Shopify is told. */
function globalsOf({ shop, program, summary, isGuest, language, product }: Shown): object {
  const variants = product.variants.map(({ title, price }, at) => ({ id: at + 1, title, price: Math.round(Number(price) * 100), available: true }));
  const [variant] = variants;
  const line = { title: product.title, quantity: 1, price: variant?.price ?? 0, final_line_price: variant?.price ?? 0, gift_card: false };
  return {
    shop: { name: shop.name, currency: shop.currency, metafields: program ? { "$app:loyalty": { program: { value: program } } } : {} },
    customer: isGuest ? null : { id: 1, tags: [], metafields: summary ? { "$app:loyalty": { summary: { value: summary } } } : {} },
    product: { id: 1, title: product.title, price: variant?.price, price_varies: variants.some(({ price }) => price !== variant?.price), "gift_card?": false, variants, selected_or_first_available_variant: variant },
    cart: { items: [line], item_count: 1, currency: { iso_code: shop.currency }, total_price: line.final_line_price },
    request: { locale: { iso_code: language, primary: language.startsWith("en") }, design_mode: false },
    routes: { root_url: "/", account_url: "#", account_login_url: "#", cart_url: "#" },
  };
}

/** So many who ordered last are looked at for one whose points are claimed. */
const SAMPLED = 200;

async function findSampleMember(shopId: number, stage: "first" | "second" | "loyal"): Promise<SummarisedMember | undefined> {
  const { rows } = await pool.query<SummarisedMember>(
    `SELECT coalesce(m.pending_points, 0)::float8 AS "pendingPoints", coalesce(m.settled_points, 0)::float8 AS "settledPoints", m.claimed_at IS NOT NULL AS "isClaimed",
       c.stage, c.order_count AS "orderCount", c.last_order_at AS "lastOrderAt", t.tier_id AS "tierId", false AS "isExcluded"
     FROM (SELECT * FROM customers WHERE shop_id = $1 AND stage = $2 ORDER BY last_order_at DESC, customer_id DESC LIMIT $3) c
     LEFT JOIN member_points m ON m.shop_id = c.shop_id AND m.customer_id = c.customer_id
     LEFT JOIN member_tiers t ON t.shop_id = c.shop_id AND t.customer_id = c.customer_id
     WHERE c.merged_into_id IS NULL AND c.deleted_at IS NULL AND c.redacted_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM member_exclusions e WHERE e.shop_id = c.shop_id AND e.customer_id = c.customer_id AND e.until_at IS NULL)
     ORDER BY m.claimed_at IS NULL, c.last_order_at DESC NULLS LAST, c.customer_id DESC LIMIT 1`,
    [shopId, stage, SAMPLED],
  );
  return rows[0];
}

const invented = (stage: "first" | "second" | "loyal", orderCount: number, settledPoints: number): SummarisedMember => ({ stage, orderCount, settledPoints, pendingPoints: 40, isClaimed: true, lastOrderAt: null, tierId: null, isExcluded: false });

const INVENTED = { first: invented("first", 1, 40), second: invented("second", 2, 120), loyal: invented("loyal", 3, 420) };

const INVENTED_PRODUCT: PreviewProduct = { title: "Product", variants: [{ title: "Default Title", price: "40.00" }] };
