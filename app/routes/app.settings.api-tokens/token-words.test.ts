import { expect, it } from "vitest";
import { OPERATIONS } from "#app/contract/operations.ts";
import { TOKEN_MAY } from "./token-words.ts";

/** How the page names each thing that changes something. */
const WORDS: Record<string, RegExp> = {
  adjustPoints: /give and take points/,
  redeemReward: /redeem and/,
  cancelRedemption: /cancel rewards/,
  recordEvent: /tell what customers did/,
  saveDraft: /change, .*your program/,
  publishProgram: /publish, .*your program/,
  undoPublish: /undo .*your program/,
  pauseProgram: /pause your program/,
  resumeProgram: /pause your program/,
};

it.each(OPERATIONS.filter(({ method }) => method !== "get").map(({ operationId }) => operationId))("who makes a token is told that it may do what the API offers: %s", (operationId) => {
  expect(WORDS[operationId], `words for ${operationId}`).toBeDefined();
  expect(TOKEN_MAY).toMatch(WORDS[operationId]!);
});
