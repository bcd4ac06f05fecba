/** The words that the page of rewards in the customer's account adds to what it is told, in English; a test holds them to its catalogue. */
export const PAGE_WORDS = {
  pageHeading: "Rewards",
  signedOut: "Sign in to see your points.",
  off: "There are no rewards here right now.",
  paused: "The program is paused. Your points stay.",
  tier: "Your tier",
  rewards: "Rewards",
  redeem: "Redeem",
  codes: "What you have",
  making: "The code is being made.",
  used: "Used",
  ended: "No longer valid",
  history: "History",
} as const;
