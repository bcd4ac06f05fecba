import { z } from "zod";
import { isLanguageTag, readStorefrontTexts, type StorefrontTexts } from "#app/domain/storefront/storefront-texts.ts";
import { parsedJson } from "./parsed-json.ts";

export const SAMPLE_CUSTOMERS = ["guest", "first", "second", "loyal"] as const;

/** A product that the server has named before, so that Shopify is not asked for one with every letter. */
export type PreviewedProduct = { title: string; variants: { title: string; price: string }[] };

/** For whom, in which language and look the blocks are drawn, and with which texts of that language; null: with those that are saved. */
export type PreviewQuestion = { who: (typeof SAMPLE_CUSTOMERS)[number]; language: string; isDark: boolean; texts: StorefrontTexts | null; product: PreviewedProduct | null };

const variant = z.object({ title: z.string().max(500), price: z.string().regex(/^\d{1,15}(\.\d{1,6})?$/) });

const question = z.object({
  who: z.enum(SAMPLE_CUSTOMERS),
  language: z.string().refine(isLanguageTag),
  isDark: z.boolean(),
  texts: z.unknown(),
  product: z.object({ title: z.string().max(500), variants: z.array(variant).min(1).max(10) }).nullable(),
});

/** Long titles are cut: the question stands in an address. */
const TITLE_SHOWN = 80;

/** The address that asks for previews. Only texts of the language that is shown go with it, so that it stays short. */
export function previewsAddress({ texts, product, ...asked }: PreviewQuestion): string {
  const shown = texts && { [asked.language]: texts[asked.language] ?? {} };
  const named = product && { title: product.title.slice(0, TITLE_SHOWN), variants: product.variants.map(({ title, price }) => ({ title: title.slice(0, TITLE_SHOWN), price })) };
  return `/app/program/previews?${new URLSearchParams({ question: JSON.stringify({ ...asked, texts: shown, product: named }) })}`;
}

/** The question as the page sends it, as JSON; undefined for what is none. Texts that could not be saved are left out. */
export function readPreviewQuestion(text: string): PreviewQuestion | undefined {
  const { data } = question.safeParse(parsedJson(text));
  if (!data) return undefined;
  const read = readStorefrontTexts(data.texts ?? {});
  return { ...data, texts: read.outcome === "valid" && data.texts !== undefined ? read.texts : null };
}
