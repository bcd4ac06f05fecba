import { describe, expect, it } from "vitest";
import { accountKindOf, customerAccountsOf } from "./customer-accounts.ts";

const shop = { domain: "tea.myshopify.com" };

describe("customer accounts", () => {
  it("of the new kind: our mail invites, a code by e-mail signs in, the address is filled in safely", () => {
    const accounts = customerAccountsOf("new");
    expect(accounts).toMatchObject({ invitedBy: "us", invitationScopes: [], signInWith: "email_code" });
    expect(accounts.signInUrl(shop)).toBe("https://tea.myshopify.com/customer_authentication/login?return_to=%2Faccount");
    expect(accounts.signInUrl(shop, `a"b&c=d\n@example.com`)).toBe("https://tea.myshopify.com/customer_authentication/login?return_to=%2Faccount&login_hint=a%22b%26c%3Dd%0A%40example.com");
  });

  it("of the classic kind: Shopify invites, for which it asks a scope, and a password signs in", () => {
    const accounts = customerAccountsOf("classic");
    expect(accounts).toMatchObject({ invitedBy: "shopify", invitationScopes: ["write_customers"], signInWith: "password" });
    expect(accounts.signInUrl(shop, "a@example.com")).toBe("https://tea.myshopify.com/account/login?return_url=%2Faccount");
  });

  it("are taken for the new kind until Shopify has said which", () => {
    expect(customerAccountsOf(null).kind).toBe("new");
  });

  it.each([["NEW_CUSTOMER_ACCOUNTS", "new"], ["new_customer_accounts", "new"], ["CLASSIC", "classic"], ["classic", "classic"], ["something_else", undefined]])("Shopify writes %s for %s", (word, kind) => {
    expect(accountKindOf(word)).toBe(kind);
  });
});
