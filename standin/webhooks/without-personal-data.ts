type Json = Record<string, unknown>;

const PERSONAL = new Set(["email", "contact_email", "phone", "first_name", "last_name", "default_address", "addresses", "billing_address", "shipping_address"]);

/** What Shopify sends to an app that is not approved for protected customer data: the same without the person. */
export function withoutPersonalData(payload: Json): Json {
  const kept = Object.entries(payload).filter(([key]) => !PERSONAL.has(key));
  const { customer } = payload;
  return { ...Object.fromEntries(kept), ...(customer !== null && typeof customer === "object" && { customer: withoutPersonalData(customer as Json) }) };
}
