import "@shopify/shopify-app-remix/adapters/node";
import type { HeadersFunction } from "@remix-run/node";
import { LogSeverity } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { ApiVersion, AppDistribution, boundary, shopifyApp } from "@shopify/shopify-app-remix/server";
import { env } from "#app/platform/env.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { fetchForLibrary } from "./fetch-for-library.server.ts";
import { installOnce } from "./install-once.server.ts";
import { REQUIRED_SCOPES } from "./scopes.ts";
import { sessionStorage } from "./sessions.server.ts";

// Both adapters of the library set a function of their own when they are imported, so this has to come after them.
setAbstractFetchFunc(fetchForLibrary);

// At debug level the library writes id tokens into its log; warnings and errors are all that is wanted of it.
const librarySays = (severity: LogSeverity, message: string) => {
  if (severity === LogSeverity.Error) logger.error({ from: "shopify-app-remix" }, message);
  else logger.warn({ from: "shopify-app-remix" }, message);
};

const shopify = shopifyApp({
  apiKey: env.apiKey,
  apiSecretKey: env.apiSecret,
  apiVersion: ApiVersion.July26,
  scopes: [...REQUIRED_SCOPES],
  appUrl: env.appUrl,
  authPathPrefix: "/auth",
  sessionStorage,
  distribution: AppDistribution.AppStore,
  useOnlineTokens: false,
  logger: { level: LogSeverity.Warning, log: librarySays },
  hooks: {
    // Runs after each token exchange, that is at an installation and at an opening whose tokens have run out.
    afterAuth: async ({ session: { shop, accessToken, scope } }) => {
      if (!accessToken) return;
      // The library would turn an error into an empty page and keep it to itself. A shop that is installed loses nothing
      // by it; for one that is not, `authenticatePage` tries again and shows what happens.
      await installOnce(shop, { accessToken, scope: scope ?? "" }).catch((error: unknown) =>
        logger.warn({ err: error, shopDomain: shop }, "a shop could not be recorded after its token exchange"),
      );
    },
  },
  future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
});

/** Who asks, proven by the id token that Shopify's admin signed. Throws a `Response` (to be passed on) when it cannot be proven yet. */
export const authenticateAdmin = shopify.authenticate.admin;

/** The shop, and the signed-in customer if there is one, proven by the session token of a block after checkout or in an account. Throws a `Response` otherwise. */
export const authenticateCheckout = shopify.authenticate.public.checkout;

/** The frame policy of the shop and a hint to load App Bridge early. */
export const addDocumentResponseHeaders = shopify.addDocumentResponseHeaders;

/** Response headers of a page: the library's own, when it answered in the page's place. */
export const documentHeaders: HeadersFunction = (headers) => boundary.headers(headers);
