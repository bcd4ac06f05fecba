import type { ServerResponse } from "node:http";
import { send } from "#standin/http.ts";
import type { ShopHouse } from "#standin/shop-house.ts";
import { signIn } from "#standin/shop/change-customer.ts";
import type { CustomerRecord } from "#standin/shop/records.ts";

const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * Signing in to the customer accounts: the form at /customer_authentication/login, filled in with `login_hint`, and what it
 * leads to, /account/sign-in with `email` or `customer`. No code is asked for. A first sign-in enables the customer, of which
 * the app hears. Answers false for any other path.
 */
export function answerSignIn(answer: ServerResponse, { house, path, query }: { house: ShopHouse; path: string; query: URLSearchParams }): boolean {
  if (path === "/customer_authentication/login") {
    sendForm(answer, house, { email: query.get("login_hint") ?? "" });
    return true;
  }
  if (path !== "/account/sign-in") return false;
  const email = query.get("email")?.trim() ?? "";
  const customer = house.shop.customers.get(query.get("customer") ?? "") ?? house.shop.findCustomerByEmail(email);
  if (customer) letIn(answer, house, customer);
  else sendForm(answer, house, { email, problem: "Nobody has ordered with this e-mail address." });
  return true;
}

function letIn(answer: ServerResponse, { shop }: ShopHouse, customer: CustomerRecord): void {
  signIn(shop, customer);
  const location = `/storefront/${shop.settings.domain}/account?${new URLSearchParams({ customer: customer.id })}`;
  send(answer, 303, { type: "text/plain", body: "", headers: { location } });
}

function sendForm(answer: ServerResponse, { shop }: ShopHouse, { email, problem }: { email: string; problem?: string }): void {
  const { name, domain } = shop.settings;
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sign in · ${escape(name)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;margin:10vh auto;max-width:24rem;padding:0 1rem}label,input,button{display:block;font:inherit;width:100%;box-sizing:border-box}input,button{padding:10px;min-height:44px;margin-block:4px 16px}</style></head>
<body><main><p>${escape(name)}</p><h1>Sign in</h1>${problem ? `<p role="alert">${escape(problem)}</p>` : ""}
<form action="/storefront/${domain}/account/sign-in"><label for="email">E-mail</label><input id="email" type="email" name="email" required autocomplete="email" value="${escape(email)}"><button>Continue</button></form>
<p>Shopify would send a code by e-mail now. The stand-in asks for none.</p></main></body></html>`;
  send(answer, problem ? 422 : 200, { type: "text/html; charset=utf-8", body });
}
