import type { PageLanguage } from "../../messages/language.ts";
import { AR } from "./ar.ts";
import { DE } from "./de.ts";
import { EN } from "./en.ts";
import { ES } from "./es.ts";
import { ET } from "./et.ts";
import { FR } from "./fr.ts";
import { RU } from "./ru.ts";
import type { CustomerWhyWords } from "./words.ts";
import { ZH_CN } from "./zh-cn.ts";

export const CUSTOMER_WHY_WORDS: Record<PageLanguage, CustomerWhyWords> = { en: EN, de: DE, fr: FR, es: ES, ru: RU, et: ET, "zh-CN": ZH_CN, ar: AR };
