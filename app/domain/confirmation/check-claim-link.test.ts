import { describe, expect, it } from "vitest";
import { checkClaimLink, linkCheckSentence } from "./check-claim-link.ts";

const NOW = "a".repeat(24);
const BEFORE = "b".repeat(24);
const check = (pasted: string) => checkClaimLink(pasted, { domain: "tea.myshopify.com", signaturesOf: (orderId) => (orderId === "5001" ? [NOW, BEFORE] : ["c".repeat(24)]) });
const link = (orderId: string, rest: string, host = "tea.myshopify.com") => `https://${host}/apps/thrice/c/${orderId}${rest}`;

describe("a link from a test mail", () => {
  it.each([
    ["as it should be", link("5001", `?s=${NOW}`), "right"],
    ["on the shop's own domain, with a language", link("5001", `?s=${NOW}&l=de`, "shop.example.com"), "right"],
    ["inside of the mail's own text", `<p><a href="${link("5001", `?s=${NOW}&amp;l=en`)}">See</a></p>`, "right"],
    ["with the key from before", link("5001", `?s=${BEFORE}`), "replaced_key"],
    ["that was not pasted", "  ", "nothing_pasted"],
    ["that is another", "https://tea.myshopify.com/discount/X", "no_link"],
    ["that is the template's text", "{{ shop.url }}/apps/thrice/c/{{ id }}?s={{ id | hmac_sha256: 'k' | slice: 0, 24 }}", "not_filled_in"],
    ["of a template that says order.id", link("", `?s=${NOW}`), "no_order"],
    ["without a signature", link("5001", ""), "no_signature"],
    ["whose signature is empty", link("5001", "?s="), "no_signature"],
    ["of a template without the filter", link("5001", "?s=5001"), "filter_ignored"],
    ["that was not cut", link("5001", `?s=${NOW}${"0".repeat(40)}`), "not_cut"],
    ["of another shop", link("5001", `?s=${NOW}`, "chairs.myshopify.com"), "other_shop"],
    ["of another order or key", link("5002", `?s=${NOW}`), "other_signature"],
  ])("%s", (_name, pasted, outcome) => {
    expect(check(pasted).outcome).toBe(outcome);
  });

  it("says what stands there and what should, where it is another signature", () => {
    expect(linkCheckSentence(check(link("5002", `?s=${NOW}`)))).toContain(`stands ${NOW}, and it should be ${"c".repeat(24)}.`);
  });
});
