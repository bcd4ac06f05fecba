import { describe, expect, it } from "vitest";
import { keptMoney } from "./kept-money.ts";
import { decimalsOf } from "./money.ts";
import { whyFormats } from "./points/why-formats.ts";

const LOCALES = ["en-GB", "de", "fr", "es", "ru", "et", "zh-CN", "ar", "ar-EG"];
const CURRENCIES = ["GBP", "EUR", "USD", "RUB", "JPY", "KWD", "CNY", "SAR", "CHF"];
const AMOUNTS = [0, 1, 9, 10, 99, 100, 101, 1_000, 1_005, 10_000, 12_345, 99_999, 100_000, 100_050, 123_456_789, 200_000_000, -1, -100, -12_345];

describe("money whose whole amounts are kept", () => {
  it.each(LOCALES)("reads as it does written at once, in %s", (locale) => {
    const { money } = whyFormats({ locale, timeZone: "UTC" });
    for (const currency of CURRENCIES) {
      const write = keptMoney((amountMinor) => money(amountMinor, currency), { decimals: decimalsOf(currency), keysMax: 5 });
      for (const amountMinor of [...AMOUNTS, ...AMOUNTS]) expect(write(amountMinor)).toBe(money(amountMinor, currency));
    }
  });
});
