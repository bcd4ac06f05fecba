import { expect, it } from "vitest";
import { SHOPPER_WORDS } from "#app/domain/confirmation/words/catalogue.ts";
import { WORDS } from "./catalogue.ts";

const all = (words: unknown): string[] => (typeof words === "string" ? [words] : Object.values(words as object).flatMap(all));

it("Spanish mails and blocks address the reader the same way, as “tú”", () => {
  for (const sentence of [...all(WORDS.es), ...all(SHOPPER_WORDS.es)]) expect(sentence).not.toMatch(/\b(usted|su|sus|suyos|le|Inicie|Recibe|Ábralo|llegarle)\b/i);
});

it("Russian says of no points that may still be pending that they are credited", () => {
  for (const sentence of [...all(WORDS.ru), ...all(SHOPPER_WORDS.ru)]) expect(sentence).not.toMatch(/начислено/i);
});
