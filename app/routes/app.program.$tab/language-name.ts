import { isLanguage } from "#app/domain/messages/language.ts";
import { LANGUAGE_NAMES } from "#app/ui/message-words.ts";

/** A language by its own name: "Deutsch". Names of ours are written down, because servers and browsers know others for the same. */
export function languageName(language: string): string {
  if (isLanguage(language)) return LANGUAGE_NAMES[language];
  const name = new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
