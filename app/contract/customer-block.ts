/**
 * What the block on Shopify's customer page shows, in finished sentences. `unknown`: we have nothing of this customer.
 * `points` is null before a program is in force, `why` without an entry. `link` leads to the customer's page in the app.
 */
export type CustomerBlock = { outcome: "unknown" } | { outcome: "known"; points: string | null; stage: string; why: string | null; link: string };
