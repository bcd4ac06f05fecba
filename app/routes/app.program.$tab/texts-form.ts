import { useState } from "react";
import { editedTexts, readStorefrontTexts, type StorefrontTexts, TEXT_KEYS, textChanges, textFault, type TextKey } from "#app/domain/storefront/storefront-texts.ts";

/** The merchant's own texts while they are edited, and the language that is looked at. */
export type TextsForm = {
  texts: StorefrontTexts;
  /** What of them is another text than the saved one. */
  changes: StorefrontTexts;
  language: string;
  isDirty: boolean;
  textOf: (key: TextKey) => string;
  savedOf: (key: TextKey) => string;
  change: (key: TextKey, text: string) => void;
  speak: (language: string) => void;
  discard: () => void;
  /** The first text that could not be saved. */
  fault: () => { language: string; key: TextKey } | undefined;
};

/** Holds texts in every language over all tabs; `saved` is what the server keeps. */
export function useTextsForm(saved: StorefrontTexts, firstLanguage: string): TextsForm {
  const [texts, setTexts] = useState(saved);
  const [language, speak] = useState(firstLanguage);
  const [base, setBase] = useState(saved);
  // What somebody else saved, or a save that ended late, is taken over text by text: what stayed behind here would be saved as a
  // change of ours the next time.
  if (written(saved) !== written(base)) {
    setBase(saved);
    setTexts(editedTexts(texts, { from: base, to: saved }));
  }
  return {
    texts,
    changes: textChanges(saved, texts),
    language,
    isDirty: written(texts) !== written(saved),
    textOf: (key) => texts[language]?.[key] ?? "",
    savedOf: (key) => saved[language]?.[key] ?? "",
    change: (key, text) => setTexts((current) => ({ ...current, [language]: { ...current[language], [key]: text } })),
    speak,
    discard: () => setTexts(saved),
    fault: () => {
      for (const [language, given] of Object.entries(texts)) {
        const key = TEXT_KEYS.find((one) => textFault(given[one] ?? ""));
        if (key) return { language, key };
      }
      return undefined;
    },
  };
}

/** The same texts in the same order, as they would be saved; what could not be is another text than all that could. */
function written(texts: StorefrontTexts): string {
  const read = readStorefrontTexts(texts);
  return JSON.stringify(read.outcome === "valid" ? read.texts : texts);
}
