import { useState } from "react";
import { readStorefrontTexts, type StorefrontTexts, TEXT_KEYS, textChanges, textFault, type TextKey } from "#app/domain/storefront/storefront-texts.ts";

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
  /** Whether every text could be saved; otherwise shows the first one that could not. */
  isComplete: () => boolean;
};

/** Holds texts in every language over all tabs; `saved` is what the server keeps. */
export function useTextsForm(saved: StorefrontTexts, firstLanguage: string): TextsForm {
  const [texts, setTexts] = useState(saved);
  const [language, speak] = useState(firstLanguage);
  const [base, setBase] = useState(saved);
  // What somebody else saved, or a save that ended late, is taken over where nothing was changed here.
  if (written(saved) !== written(base)) {
    setBase(saved);
    if (written(texts) === written(base)) setTexts(saved);
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
    isComplete: () => {
      const wrong = Object.entries(texts).find(([, given]) => TEXT_KEYS.some((key) => textFault(given[key] ?? "")));
      if (wrong) speak(wrong[0]);
      return wrong === undefined;
    },
  };
}

/** The same texts in the same order, as they would be saved; what could not be is another text than all that could. */
function written(texts: StorefrontTexts): string {
  const read = readStorefrontTexts(texts);
  return JSON.stringify(read.outcome === "valid" ? read.texts : texts);
}
