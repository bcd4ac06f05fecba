import type { AppCredentials } from "./oauth/session-token.ts";

/** The app that the stand-in knows, and the addresses of both. */
export interface StandinSettings extends AppCredentials {
  appScopes: string[];
  /** Scopes that the app asks for only where it needs them. */
  optionalScopes: string[];
  /** The topics that the app has subscribed to in shopify.app.toml; the compliance topics always count. */
  topics: readonly string[];
  /** Where the app really listens. */
  appOrigin: string;
  /** The app's own idea of its address: the door's, or a public https one. */
  appUrl: string;
  /** Plays admin.shopify.com and cdn.shopify.com. */
  adminOrigin: string;
  /** The way of a browser to the app. */
  doorOrigin: string;
}

export const COMPLIANCE_TOPICS: readonly string[] = ["customers/data_request", "customers/redact", "shop/redact"];

export const DEFAULT_TOPICS: readonly string[] = [
  "orders/create", "orders/paid", "orders/updated", "orders/cancelled", "orders/delete", "order_transactions/create",
  "refunds/create", "customers/create", "customers/update", "customers/delete", "customers/merge", "app/uninstalled",
  "app/scopes_update", "shop/update", "bulk_operations/finish",
];
