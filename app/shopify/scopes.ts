import { LOCALES_SCOPE, THEMES_SCOPE } from "#app/domain/storefront/storefront-scopes.ts";
import { SUMMARY_SCOPE } from "#app/domain/summary/summary-scopes.ts";

/**
 * What a shop has to grant before Thrice works; the same list as `[access_scopes] scopes` in shopify.app.toml.
 * Which document or topic needs which scope is worked out by tests/contract/documents.test.ts; the app proxy needs one as well.
 */
export const REQUIRED_SCOPES = ["read_customer_merge", "read_customers", "read_orders", "read_products", "write_app_proxy"] as const;

/** What a merchant is asked for with the first reward that needs it; among `optional_scopes` in shopify.app.toml. Writing includes reading. */
export const REWARD_SCOPES = ["write_discounts", "write_gift_cards", "write_store_credit_account_transactions"] as const;

/** What a merchant is asked for before a program is published: without it, Shopify is told nothing of points; among `optional_scopes` as well. */
export const SUMMARY_SCOPES = [SUMMARY_SCOPE] as const;

/** What a merchant is asked for beside the blocks of the shop's theme, to see which are on and in which languages; among `optional_scopes` as well. */
export const STOREFRONT_SCOPES = [LOCALES_SCOPE, THEMES_SCOPE] as const;
