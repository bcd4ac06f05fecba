import { describe, expect, it } from "vitest";
import { pageFormats } from "../../confirmation/shopper-formats.ts";
import { PAGE_LANGUAGES, type PageLanguage } from "../../messages/language.ts";
import { startOfDay } from "../../time.ts";
import { customerWhy, customerWhyFormats } from "../customer-why.ts";
import type { Why } from "../why.ts";
import { CUSTOMER_WHY_WORDS } from "./catalogue.ts";
import type { CustomerWhyWords } from "./words.ts";

const timeZone = "Europe/London";
const EARNED: Why = {
  kind: "earned", rank: 3, multiplier: 3, openEligibleMinor: 4000, refundedMinor: 0, currency: "GBP",
  parts: [{ ruleId: "spend", kind: "amount", points: 1, perMinor: 100 }], points: 120, before: 0,
};

function read(language: PageLanguage, why: Why, orderName: string | null = "#1042", points = 120): string {
  const reader = pageFormats(language, { pointsName: null, shopLanguage: "en", currency: "GBP", timeZone, now: new Date("2026-12-01T00:00:00Z") });
  const formats = customerWhyFormats(reader, { timeZone, startOfDay: (day) => startOfDay(day, timeZone) });
  return customerWhy({ kind: "earn_pending", points, orderName, programVersion: 4, why }, formats, CUSTOMER_WHY_WORDS[language]).replaceAll(/[\u00a0\u202f]/g, " ");
}

describe("why points moved, in the customer's language", () => {
  it.each<[PageLanguage, string]>([
    ["en", "Order #1042 earns 120 points: 1 point per £1.00 on £40.00, times 3 as your third order."],
    ["de", "Bestellung #1042 bringt 120 Punkte: 1 Punkt je 1,00 £ auf 40,00 £, mal 3 als Ihre 3. Bestellung."],
    ["fr", "La commande #1042 rapporte 120 points : 1 point par 1,00 £GB sur 40,00 £GB, fois 3 pour votre commande n° 3."],
    ["es", "El pedido #1042 da 120 puntos: 1 punto por cada 1,00 GBP de 40,00 GBP, por 3 al ser tu pedido n.º 3."],
    ["ru", "Заказ #1042 приносит 120 баллов: 1 балл за каждые 1,00 £ от 40,00 £, умножено на 3 за ваш 3-й заказ."],
    ["et", "Tellimus #1042 annab 120 punkti: 1 punkt iga 1,00 £ kohta summast 40,00 £, korda 3, sest see on Teie 3. tellimus."],
    ["zh-CN", "订单 #1042可得 120 积分：£40.00 中每 £1.00 得 1 积分，作为您的第 3 个订单乘以 3。"],
    ["ar", "الطلب \u2068#1042\u2069: 120 نقطة (نقطة واحدة لكل \u2068£1.00\u2069 من \u2068£40.00\u2069، مضروبة في 3 لأنه طلبك رقم 3)."],
  ])("an order has its arithmetic, in %s", (language, sentence) => expect(read(language, EARNED)).toBe(sentence));

  it.each<[PageLanguage, string]>([
    ["en", "Order #1042 earns nothing: it was deleted; 120 points had been booked before; 20 points could not be taken back, already spent or expired."],
    ["de", "Bestellung #1042 bringt nichts: Sie wurde gelöscht; schon vorher gebucht: 120 Punkte; nicht zurückgenommen, weil schon ausgegeben oder verfallen: 20 Punkte."],
    ["fr", "La commande #1042 ne rapporte rien : elle a été supprimée ; déjà inscrit auparavant : 120 points ; non repris, car déjà utilisé ou expiré : 20 points."],
    ["es", "El pedido #1042 no da nada: se eliminó; ya anotado antes: 120 puntos; no retirado por estar ya usado o caducado: 20 puntos."],
    ["ru", "Заказ #1042 не приносит баллов: он удалён; записано раньше: 120 баллов; не списано, потому что уже потрачено или сгорело: 20 баллов."],
    ["et", "Tellimus #1042 ei anna punkte: see kustutati; varem kirja pandud: 120 punkti; tagasi võtmata, sest juba kulutatud või aegunud: 20 punkti."],
    ["zh-CN", "订单 #1042不得积分：订单已删除；此前已记 120 积分；因已使用或已过期而未收回 20 积分。"],
    ["ar", "الطلب \u2068#1042\u2069 لا يكسب نقاطًا: حُذف هذا الطلب؛ سُجّل من قبل: 120 نقطة؛ لم يُسحب لأنه صُرف أو انتهت صلاحيته: 20 نقطة."],
  ])("what is taken back of an order adds up with what is not, in %s", (language, sentence) => {
    expect(read(language, { kind: "earns_nothing", reason: "deleted", before: 120, waived: 20 }, "#1042", -100)).toBe(sentence);
  });

  it.each<[PageLanguage, [number, string][]]>([
    ["ru", [[1, "1 балл"], [2, "2 балла"], [5, "5 баллов"], [11, "11 баллов"], [21, "21 балл"]]],
    ["ar", [[1, "نقطة واحدة"], [2, "نقطتان"], [3, "3 نقاط"], [11, "11 نقطة"], [100, "100 نقطة"], [1_254, "1,254 نقطة"]]],
  ])("a number of points bends as the language wants it, in %s", (language, told) => {
    for (const [points, words] of told) {
      const why: Why = { kind: "redeemed", redemptionId: "1", rewardId: "x", rewardName: "X" };
      expect(read(language, why, null, points)).toMatch(new RegExp(`: ${words}\\.$`));
    }
  });

  it.each(PAGE_LANGUAGES)("a day is written as on the rest of the page and ends no sentence twice, in %s", (language) => {
    const sentence = read(language, { kind: "released", releaseOn: "2027-01-05" }, null);
    expect(sentence).toContain("2027");
    expect(sentence).toContain(CUSTOMER_WHY_WORDS[language].order_unnamed);
    expect(sentence).not.toMatch(/\.\.|[{}]/);
  });

  it.each(PAGE_LANGUAGES)("what a merchant wrote is text, not a place, in %s", (language) => {
    expect(read(language, { kind: "redeemed", redemptionId: "1", rewardId: "x", rewardName: "{points} $& off" })).toContain("{points} $& off");
  });

  it.each(PAGE_LANGUAGES)("every text has the places of the English one, in %s", (language) => {
    const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).map((place) => (place === "{rank}" ? "{n}" : place)).sort();
    const { by_rule: _rule, by_rules: _rules, ...english } = { by_rule: "", by_rules: "", ...CUSTOMER_WHY_WORDS.en };
    for (const [key, text] of Object.entries(english)) expect([key, places(CUSTOMER_WHY_WORDS[language][key as keyof CustomerWhyWords])]).toEqual([key, places(text)]);
  });
});
