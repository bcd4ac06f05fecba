import { fixedAmount } from "#standin/shop/money.ts";

interface Money {
  amount: string;
  currency_code: string;
}

/** Shopify's pair of shop and presentment money; the stand-in's shops sell in their own currency only. */
export function moneySet(amountMinor: number, currency: string): { shop_money: Money; presentment_money: Money } {
  const money = { amount: fixedAmount(amountMinor, currency), currency_code: currency };
  return { shop_money: money, presentment_money: money };
}
