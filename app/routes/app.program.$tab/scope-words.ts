/** What Shopify calls access, said plainly: what is asked for, what for, and what happens without it. */
export type ScopeWords = { title: string; why: string };

const WORDS: Record<string, ScopeWords> = {
  write_discounts: { title: "make discount codes", why: "When a customer takes a reward, Thrice makes a code in Shopify that works once, for that customer only. It changes no other discount of yours." },
  write_store_credit_account_transactions: { title: "add store credit", why: "When a customer takes a reward, Thrice adds the amount to that customer’s store credit. It takes away only what is left of a gift whose order was undone." },
  write_gift_cards: { title: "make gift cards", why: "When a customer takes a reward, Thrice makes a gift card in Shopify for that customer. It ends one only if it was a gift that nobody used and its order was undone, and changes no other gift card of yours." },
  read_themes: { title: "read your theme", why: "It then says here which blocks are on, and where. It changes no file of your theme." },
  read_locales: { title: "read your shop’s languages", why: "Texts can then be written in each language that your shop is published in." },
  write_customers: { title: "write to your customers in Shopify", why: "Balance, tier and stage are then shown on each customer’s page in Shopify and to the customer in your shop, and customers can be tagged by them. Names and addresses are not changed." },
};

/** The words for a scope; one without words of its own is called by its name. */
export const scopeWords = (scope: string): ScopeWords => WORDS[scope] ?? { title: `use ${scope}`, why: "Thrice can’t do its part without it." };
