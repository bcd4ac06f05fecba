import type { StorefrontWords } from "./shopper-words.ts";

// What may be written from left to right stands between isolating characters, so that it moves nothing around it.
export const AR: StorefrontWords = {
  points: { zero: "{n} نقطة", one: "نقطة واحدة", two: "نقطتان", few: "{n} نقاط", many: "{n} نقطة", other: "{n} نقطة" },
  newMember: "لا شيء هنا بعد. طلبك الأول يكسب نقاطًا.",
  gives: {
    amountOff: "خصم \u2068{amount}\u2069", percentOff: "خصم \u2068{percent}\u2069", freeShipping: "شحن مجاني", freeProduct: "منتج مجاني",
    storeCredit: "رصيد في المتجر بقيمة \u2068{amount}\u2069", giftCard: "بطاقة هدايا بقيمة \u2068{amount}\u2069",
  },
  refused: {
    making: "تعذّر إنشاء الرمز. عادت إليك نقاطك: {points}.", notEnough: "النقاط المطلوبة: {points}.", notOffered: "لم تعد هذه المكافأة متاحة. نقاطك لم تتغير.",
    paused: "البرنامج متوقف مؤقتًا. نقاطك محفوظة.", debt: "تعوّض النقاط الجديدة أولًا نقاط طلب مُرتجع: {points}.", notClaimed: "سجّل الدخول مرة أخرى لصرف نقاطك.",
    other: "لم ينجح ذلك. نقاطك لم تتغير. حاول لاحقًا.",
  },
  claim: { ended: "انتهت صلاحية هذا الرمز.", used: "استُخدم هذا الرمز.", tooMany: "محاولات كثيرة. حاول مرة أخرى بعد دقيقة.", failed: "لم ينجح ذلك. لم تفقد شيئًا. حاول لاحقًا." },
};
