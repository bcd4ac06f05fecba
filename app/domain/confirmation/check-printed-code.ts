import { printPrefix } from "./code-pool.ts";

/** What is the matter with a code from a test mail. `expected` is what the mail of that order should have had. */
export type PrintCheck =
  | { outcome: "right"; version: number; code: string }
  | { outcome: "replaced_key" | "other_digits" | "other_prefix"; expected: string; found: string }
  | { outcome: "nothing_pasted" | "no_number" | "not_filled_in" | "no_code" | "filter_ignored" | "number_empty" | "not_cut" };

export interface PrintedBy {
  version: number;
  /** The whole HMAC of an order's number, hex. */
  hash: string;
}

/**
 * Compares the printed code of a test mail with what it should be. `pasted` is the code, or the part of the mail that holds
 * it; `orderNumber` is as in that mail; `hashOf` gives its hashes by the shop's keys, newest first, and `empty` the one of an empty text.
 */
export function checkPrintedCode(pasted: string, { orderNumber, printedBy, emptyHash }: { orderNumber: number | undefined; printedBy: PrintedBy[]; emptyHash: string }): PrintCheck {
  const text = pasted.trim();
  if (text === "") return { outcome: "nothing_pasted" };
  if (text.includes("{{")) return { outcome: "not_filled_in" };
  const found = /THP\d+-[0-9A-Za-z]*/.exec(text)?.[0].toUpperCase() ?? "";
  if (found === "") return { outcome: "no_code" };
  const [newest, ...before] = printedBy;
  if (orderNumber === undefined || !newest) return { outcome: "no_number" };
  const codeBy = ({ version, hash }: PrintedBy) => printPrefix(version) + hash.slice(0, 12).toUpperCase();
  const expected = codeBy(newest);
  const digits = found.slice(found.indexOf("-") + 1);
  if (found === expected) return { outcome: "right", version: newest.version, code: found };
  if (before.some((one) => codeBy(one) === found)) return { outcome: "replaced_key", expected, found };
  if (digits === "" || digits === emptyHash.slice(0, 12).toUpperCase()) return { outcome: "number_empty" };
  // Liquid passes over a filter that it does not know, and what is left is the number.
  if (digits === String(orderNumber).slice(0, 12)) return { outcome: "filter_ignored" };
  if (digits.length > 12 && digits.startsWith(newest.hash.slice(0, 12).toUpperCase())) return { outcome: "not_cut" };
  return { outcome: digits === newest.hash.slice(0, 12).toUpperCase() ? "other_prefix" : "other_digits", expected, found };
}

/** What to do about it, as a sentence. */
export function printCheckSentence(check: PrintCheck): string {
  switch (check.outcome) {
    case "right":
      return `The code is right: ${check.code}. Mails print codes that work.`;
    case "replaced_key":
      return `The mail has ${check.found}, made with the key from before; with the present one it would be ${check.expected}. The old one still works. Paste the present snippet into the template.`;
    case "nothing_pasted":
      return "Paste the code from a test mail.";
    case "no_number":
      return "Enter the order number of the same mail, such as 1001.";
    case "not_filled_in":
      return "This is the text of the template, in which the code is not filled in. Send a test mail, or place a test order, and copy the code from the mail.";
    case "no_code":
      return "There is no code of Thrice in this text. It begins with THP. Check that the snippet is in the template, whole.";
    case "number_empty":
      return "The template found no order number. In this template it is called {{ order_number }}; {{ order.order_number }} stays empty.";
    case "filter_ignored":
      return "The template did not apply the filter hmac_sha256: the mail shows the order number itself. Check that the snippet has “| hmac_sha256: '…' | slice: 0, 12 | upcase” in it.";
    case "not_cut":
      return "The code is longer than 12 digits: the part “| slice: 0, 12” is missing in the template. Paste the snippet once more.";
    case "other_prefix":
      return `The mail has ${check.found}, and it should be ${check.expected}: the part before the digits was changed. Paste the snippet once more.`;
    case "other_digits":
      return `The mail has ${check.found}, and for this order number it should be ${check.expected}. Either the number is of another mail, or the key in the template was changed. Paste the snippet once more.`;
  }
}
