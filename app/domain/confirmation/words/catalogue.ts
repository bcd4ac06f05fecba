import type { PageLanguage } from "../../messages/language.ts";
import { AR } from "./ar.ts";
import { DE } from "./de.ts";
import { EN } from "./en.ts";
import { ES } from "./es.ts";
import { ET } from "./et.ts";
import { FR } from "./fr.ts";
import { RU } from "./ru.ts";
import type { Catalogue, StorefrontWords } from "./shopper-words.ts";
import { ZH_CN } from "./zh-cn.ts";

export const SHOPPER_WORDS: Catalogue = { en: EN, de: DE, fr: FR, es: ES, ru: RU, et: ET, "zh-CN": ZH_CN };

export const STOREFRONT_WORDS: Record<PageLanguage, StorefrontWords> = { ...SHOPPER_WORDS, ar: AR };

/** Puts values into a sentence, in one pass: nothing that a person wrote is read as a place for something else. */
export const fill = (sentence: string, values: Record<string, string>): string => sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
