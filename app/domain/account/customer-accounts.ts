/** "new": a code by e-mail, no password. "classic": a password, on the shop's storefront; Shopify gives them to no more shops. */
export type AccountKind = "new" | "classic";

/** How customers of a shop come to an account and into it. Whoever asks need not know which kind it is. */
export interface CustomerAccounts {
  kind: AccountKind;
  /** Who sends an invitation. Shopify's own carries the link by which a password is chosen; nobody else can make one. */
  invitedBy: "us" | "shopify";
  /** Scopes that an invitation needs. */
  invitationScopes: string[];
  /** What signing in asks of the customer, as the end of "Sign in with ...". */
  signInWith: "email_code" | "password";
  /** Where a customer signs in. With `email` the form is filled in, where the kind can do that. */
  signInUrl: (shop: { domain: string }, email?: string) => string;
}

const NEW: CustomerAccounts = {
  kind: "new",
  invitedBy: "us",
  invitationScopes: [],
  signInWith: "email_code",
  // https://shopify.dev/docs/api/customer-authentication/single-sign-on
  signInUrl: ({ domain }, email) => {
    const query = new URLSearchParams({ return_to: "/account", ...(email && { login_hint: email }) });
    return `https://${domain}/customer_authentication/login?${query}`;
  },
};

const CLASSIC: CustomerAccounts = {
  kind: "classic",
  invitedBy: "shopify",
  // https://shopify.dev/docs/api/admin-graphql/latest/mutations/customerSendAccountInviteEmail
  invitationScopes: ["write_customers"],
  signInWith: "password",
  signInUrl: ({ domain }) => `https://${domain}/account/login?return_url=%2Faccount`,
};

const KINDS = { new: NEW, classic: CLASSIC } satisfies Record<AccountKind, CustomerAccounts>;

/** The accounts of a shop. Until Shopify has said which, they are the new ones, which every newer shop has. */
export const customerAccountsOf = (kind: AccountKind | null): CustomerAccounts => KINDS[kind ?? "new"];

/** Shopify's word for the kind, as the Admin API or a webhook writes it; undefined for a word that we do not know. */
export function accountKindOf(version: string): AccountKind | undefined {
  switch (version.toLowerCase()) {
    case "new_customer_accounts":
      return "new";
    case "classic":
    case "classic_customer_accounts":
      return "classic";
    default:
      return undefined;
  }
}
