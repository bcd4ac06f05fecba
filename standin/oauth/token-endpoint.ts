import type { ShopHouse } from "#standin/shop-house.ts";
import { findTokenFault, type AppCredentials } from "./session-token.ts";

export interface TokenAnswer {
  status: number;
  body: object;
}

const refuse = (error: string, description: string): TokenAnswer => ({ status: 400, body: { error, error_description: description } });

const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";
const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

/**
 * POST /admin/oauth/access_token: token exchange (offline, expiring or not; online) and refresh.
 * A refresh token works once. Scopes are those granted at this moment.
 */
export function answerTokenRequest(house: ShopHouse, credentials: AppCredentials, body: string): TokenAnswer {
  const fields = parseFields(body);
  if (fields["client_id"] !== credentials.apiKey || fields["client_secret"] !== credentials.apiSecret) {
    return { status: 401, body: { error: "invalid_client", error_description: "client id or secret is wrong" } };
  }
  const { shop, tokens } = house;
  if (fields["grant_type"] === "refresh_token") {
    if (house.faults.admin.refreshFails) return refuse("invalid_grant", "refused on request");
    if (!shop.installed || !tokens.spendRefreshToken(fields["refresh_token"] ?? "")) {
      return refuse("invalid_grant", "This refresh token is unknown, was used already or has been revoked");
    }
    return { status: 200, body: tokens.grant(shop.grantedScopes, { expiring: true }) };
  }
  if (fields["grant_type"] !== TOKEN_EXCHANGE) return refuse("unsupported_grant_type", String(fields["grant_type"]));
  const fault = findTokenFault(fields["subject_token"] ?? "", credentials, shop.settings.domain);
  if (fault) return refuse("invalid_subject_token", fault);
  if (!shop.installed) return refuse("invalid_subject_token", "the app is not installed");
  const granted = tokens.grant(shop.grantedScopes, { expiring: fields["expiring"] === "1" });
  return { status: 200, body: fields["requested_token_type"] === ONLINE ? { ...granted, ...onlineUser(granted.scope) } : granted };
}

function onlineUser(scope: string): object {
  return {
    expires_in: 86_399,
    associated_user_scope: scope,
    associated_user: {
      id: 42, first_name: "Sam", last_name: "Merchant", email: "sam@example.com", account_owner: true, locale: "en",
      collaborator: false, email_verified: true,
    },
  };
}

function parseFields(body: string): Record<string, string> {
  try {
    return JSON.parse(body) as Record<string, string>;
  } catch {
    return Object.fromEntries(new URLSearchParams(body));
  }
}
