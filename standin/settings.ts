import type { AppCredentials } from "./oauth/session-token.ts";
import type { Subscription } from "./webhooks/read-subscriptions.ts";

/** The app that the stand-in knows, and the addresses of both. */
export interface StandinSettings extends AppCredentials {
  /** As the admin's menu calls it. */
  appName: string;
  appScopes: string[];
  /** Scopes that the app asks for only where it needs them. */
  optionalScopes: string[];
  /** What the app has subscribed to in shopify.app.toml. */
  subscriptions: readonly Subscription[];
  /** Where the app really listens. */
  appOrigin: string;
  /** The app's own idea of its address: the door's, or a public https one. */
  appUrl: string;
  /** Plays admin.shopify.com and cdn.shopify.com. */
  adminOrigin: string;
  /** The way of a browser to the app. */
  doorOrigin: string;
}
