import type { Formats } from "#app/ui/formats.ts";

/** What becomes of the shown deliveries, of which `known` tell their order: only those can be read again from Shopify by hand. */
export function helpWords(known: number, shown: number, formats: Formats): string {
  const nothing = "Nothing in them was counted.";
  if (known === shown) return `${nothing} Tonight’s check reads their orders from Shopify; tick them and choose Read again from Shopify to do it now.`;
  const unknown = shown - known;
  const others = `${unknown === 1 ? "tells no order: open it" : "tell no order: open one"} to see what was sent. Orders that have changed are compared with Shopify all the same.`;
  if (known === 0) return `${nothing} ${shown === 1 ? "It" : "They"} ${others}`;
  const these = known === 1 ? "its order: tonight’s check reads it" : "their orders: tonight’s check reads them";
  return `${nothing} ${formats.whole(known)} of these ${formats.whole(shown)} ${known === 1 ? "tells" : "tell"} ${these} from Shopify; tick ${known === 1 ? "it" : "them"} and choose Read again from Shopify to do it now. The other ${unknown === 1 ? "" : `${formats.whole(unknown)} `}${others}`;
}

/** Why nothing can be read again from Shopify for a delivery that tells no order. */
export function orderlessWords(topic: string): string {
  if (topic.startsWith("customer")) return "It is about a customer, not about an order, so there is none to read again.";
  return /^(orders|order_transactions|refunds)\//.test(topic) ? "It does not tell its order, so there is none to read again." : "It is not about an order, so there is none to read again.";
}

/** Why a delivery is parked, for who does not know the names of Shopify's fields: what that means first, the name after it. */
export function reasonWords({ reason, bodyBytes }: { reason: string; bodyBytes: number }): string {
  if (bodyBytes === 0) return "Its text is empty.";
  return reason
    .replace(/^The field (\S+) is missing\.$/, "A part that must be there is missing from its text ($1).")
    .replace(/^The field (\S+) can't be read\.$/, "A part of its text can’t be read ($1).");
}
