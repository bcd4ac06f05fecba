import type { ShopHouse } from "#standin/shop-house.ts";
import { placeOrderWithCodes } from "#standin/shop/discounts.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import type { OrderRecord } from "#standin/shop/records.ts";
import { cartOf } from "./shop-page.ts";

/** What became of a checkout: an order, or in one sentence why there is none. */
export type CheckedOut = { order: OrderRecord } | { problem: string };

const EMAIL = /^[^\s@]+@[^\s@]+$/;

/**
 * Buys what is in the cart of the query, with the e-mail and the codes of the form. Whoever is signed in buys as that customer;
 * a guest's e-mail finds the customer who has it, as at Shopify, and makes one otherwise.
 */
export function checkOut(house: ShopHouse, { query, form }: { query: URLSearchParams; form: URLSearchParams }): CheckedOut {
  const { shop } = house;
  const lines = cartOf(house, query.get("cart") ?? "").map(({ product, variantId, priceMinor, quantity }) => ({
    title: product.title, sku: product.sku, giftCard: product.giftCard, productId: product.id, variantId, unitPriceMinor: priceMinor, quantity,
  }));
  const email = form.get("email")?.trim() ?? "";
  if (lines.length === 0) return { problem: "Your cart is empty." };
  if (!EMAIL.test(email)) return { problem: "Enter an e-mail address." };
  const codes = (form.get("discount") ?? "").split(/[\s,]+/).filter(Boolean);
  const known = shop.customers.get(query.get("customer") ?? "") ?? shop.findCustomerByEmail(email);
  const input = { customer: known ? { id: known.id } : { email }, email, lines };
  try {
    return { order: codes.length > 0 ? placeOrderWithCodes(shop, { ...input, codes }) : placeOrder(shop, input) };
  } catch (error) {
    const sentence = (error as Error).message;
    return { problem: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.` };
  }
}
