import { decimalAmount } from "#standin/shop/money.ts";

interface MoneyV2 {
  amount: string;
  currencyCode: string;
}

export const moneyV2 = (amountMinor: number, currency: string): MoneyV2 =>
  ({ amount: decimalAmount(amountMinor, currency), currencyCode: currency });

/** Shop and presentment money; the stand-in's shops sell in their own currency only. */
export function moneyBag(amountMinor: number, currency: string): { shopMoney: MoneyV2; presentmentMoney: MoneyV2 } {
  const money = moneyV2(amountMinor, currency);
  return { shopMoney: money, presentmentMoney: money };
}
