/** Whether the merchant's name for a reward says no other than what it gives: "£5 off" of £5.00 off. */
export const saysSame = (name: string, gives: string): boolean => plainWords(name) === plainWords(gives);

/** The names that the form of a reward proposes, in the language of the admin: a merchant who leaves one has not named the reward. */
export const PROPOSED_NAMES = {
  fixed_amount: "Amount off",
  percentage: "Percentage off",
  free_shipping: "Free shipping",
  free_product: "Free product",
  store_credit: "Store credit",
  gift_card: "Gift card",
  slider: "Amount of the customer’s choice",
} as const;

/** Whether a reward is still called as the form proposed. */
export const isNameProposed = ({ kind, name }: { kind: keyof typeof PROPOSED_NAMES; name: string }): boolean => saysSame(name, PROPOSED_NAMES[kind]);

const plainWords = (words: string): string => words.trim().toLowerCase().replace(/\s+/g, " ").replace(/[.,]00(?!\d)/, "").replace(/\s+%/g, "%");
