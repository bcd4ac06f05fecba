/** What is the matter with a link from a test mail; `replaced_key` works, and only until the codes of old mails have ended. */
export type LinkCheck =
  | { outcome: "right"; orderId: string }
  | { outcome: "replaced_key"; orderId: string }
  | { outcome: "nothing_pasted" | "no_link" | "not_filled_in" | "no_order" | "no_signature" | "filter_ignored" | "not_cut" | "other_shop" }
  | { outcome: "other_signature"; expected: string; found: string };

/** The signatures of an order by the shop's keys, newest first, each cut as the snippet cuts it. */
export type SignaturesOf = (orderId: string) => string[];

const PATH = /\/apps\/thrice\/c\//;
const LENGTH = 24;

/**
 * Compares a link from a test mail with what it should be, and says exactly what differs. `pasted` is an address, or the
 * part of a mail that holds one.
 */
export function checkClaimLink(pasted: string, { domain, signaturesOf }: { domain: string; signaturesOf: SignaturesOf }): LinkCheck {
  const text = pasted.trim().replaceAll("&amp;", "&");
  if (text === "") return { outcome: "nothing_pasted" };
  if (/\{\{|%7B%7B/i.test(text)) return { outcome: "not_filled_in" };
  const address = text.match(/https?:\/\/[^\s"'<>]+/g)?.find((one) => PATH.test(one)) ?? (PATH.test(text) ? `https://${domain}${text.slice(text.search(PATH))}` : undefined);
  const url = address === undefined ? null : URL.parse(address);
  if (!url) return { outcome: "no_link" };
  if (url.hostname.endsWith(".myshopify.com") && url.hostname !== domain) return { outcome: "other_shop" };
  const orderId = /\/apps\/thrice\/c\/([^/?]*)/.exec(url.pathname)?.[1] ?? "";
  if (!/^\d{1,19}$/.test(orderId)) return { outcome: "no_order" };
  const found = url.searchParams.get("s") ?? "";
  if (found === "") return { outcome: "no_signature" };
  const [expected = "", ...replaced] = signaturesOf(orderId);
  if (found === expected) return { outcome: "right", orderId };
  if (replaced.includes(found)) return { outcome: "replaced_key", orderId };
  // Liquid passes over a filter that it does not know, and what is left is the id.
  if (found === orderId || orderId.startsWith(found)) return { outcome: "filter_ignored" };
  if (found.length > LENGTH && found.startsWith(expected)) return { outcome: "not_cut" };
  return { outcome: "other_signature", expected, found };
}

/** What to do about it, as a sentence. */
export function linkCheckSentence(check: LinkCheck): string {
  switch (check.outcome) {
    case "right":
      return "The link is right. Customers who click it get their code.";
    case "replaced_key":
      return "This link has the key from before. It still works; paste the present snippet into the template.";
    case "nothing_pasted":
      return "Paste the link from a test mail.";
    case "no_link":
      return "There is no link of Thrice in this text. In the mail, open the menu of the link, choose Copy link address, and paste that.";
    case "not_filled_in":
      return "This is the text of the template, in which {{ id }} is not filled in. Send a test mail, or place a test order, and copy the link from the mail.";
    case "no_order":
      return "The order's number is missing in the link. In this template it is called {{ id }}; {{ order.id }} stays empty.";
    case "no_signature":
      return "The part after s= is missing. Paste the snippet once more, whole, from the first character to the last.";
    case "filter_ignored":
      return "The template did not apply the filter hmac_sha256: after s= stands the order's number itself. Check that the snippet has “| hmac_sha256: '…' | slice: 0, 24” in it.";
    case "not_cut":
      return "After s= stand more than 24 characters: the part “| slice: 0, 24” is missing in the template. Paste the snippet once more.";
    case "other_shop":
      return "This link is of another shop. Paste the snippet of this one.";
    case "other_signature":
      return `After s= stands ${check.found}, and it should be ${check.expected}. Either the key in the template was changed, or the snippet is of another shop. Paste the snippet once more.`;
  }
}
