import { gidOf, type CustomerId } from "#app/domain/ids.ts";
import { metafieldDefinitionCreate } from "#app/shopify/documents/metafield-definition-create.ts";
import { METAFIELDS_PER_CALL, metafieldsSet, type MetafieldInput } from "#app/shopify/documents/metafields-set.ts";
import { TerminalError } from "#app/shopify/errors.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";

// "$app:" is our own namespace: no other app can write there.
const FIELD = { namespace: "$app:loyalty", key: "summary", type: "json" };

/** A summary to be written, as the text of its JSON. */
export interface SummaryText {
  customerId: CustomerId;
  text: string;
}

const inputOf = ({ customerId, text }: SummaryText): MetafieldInput => ({ ownerId: gidOf(customerId, "Customer"), ...FIELD, value: text });

/** The variables of one call, which is one line of a bulk operation's file. At most `METAFIELDS_PER_CALL` summaries. */
export const callVariables = (summaries: SummaryText[]): { metafields: MetafieldInput[] } => ({ metafields: summaries.map(inputOf) });

/** What one line or call is made of. */
export function inCalls<Item>(items: Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / METAFIELDS_PER_CALL) }, (_, at) => items.slice(at * METAFIELDS_PER_CALL, (at + 1) * METAFIELDS_PER_CALL));
}

/**
 * Tells Shopify what the metafield is: customers may read their own in their account, the storefront may not, and nobody
 * but us writes it. Once made, it stays.
 */
export async function defineMemberSummary(shop: { domain: string }): Promise<void> {
  const access = { storefront: "NONE", customerAccount: "READ" };
  const definition = { ...FIELD, name: "Points", description: "Points, tier and next reward, kept by Thrice.", ownerType: "CUSTOMER", access };
  try {
    await runAdmin(shop, metafieldDefinitionCreate, { definition });
  } catch (error) {
    if (!(error instanceof TerminalError && error.code === "TAKEN")) throw error;
  }
}

/**
 * Writes the summaries of up to 25 customers, in one call unless Shopify refuses somebody: a call is all or nothing, so it
 * is made again without them. Answers who was refused, with Shopify's sentence. Any number of attempts leave the last value.
 */
export async function writeMemberSummaries(shop: { domain: string }, summaries: SummaryText[]): Promise<Map<CustomerId, string>> {
  const refused = new Map<CustomerId, string>();
  let open = summaries;
  while (open.length > 0) {
    try {
      await runAdmin(shop, metafieldsSet, callVariables(open));
      return refused;
    } catch (error) {
      if (!(error instanceof TerminalError) || error.userErrors.length === 0) throw error;
      const named = new Map(error.userErrors.flatMap(({ field, message }) => (open[Number(field[1])] ? [[open[Number(field[1])]!.customerId, message] as const] : [])));
      // A refusal that names nobody is met again by each alone.
      if (named.size === 0 && open.length > 1) return new Map([...refused, ...(await oneByOne(shop, open))]);
      if (named.size === 0) named.set(open[0]!.customerId, error.message);
      for (const [customerId, message] of named) refused.set(customerId, message);
      open = open.filter(({ customerId }) => !refused.has(customerId));
    }
  }
  return refused;
}

async function oneByOne(shop: { domain: string }, summaries: SummaryText[]): Promise<Map<CustomerId, string>> {
  const refused = new Map<CustomerId, string>();
  for (const summary of summaries) for (const [customerId, message] of await writeMemberSummaries(shop, [summary])) refused.set(customerId, message);
  return refused;
}
