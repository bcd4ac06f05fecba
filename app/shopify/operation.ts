import type { z } from "zod";

/**
 * One thing to ask the Admin API: its document, what it takes and what it answers.
 *
 * `isBackground` reads leave half of the shop's allowance to the pages that somebody is looking at.
 * `retryableCodes` are codes of user errors that pass by themselves, such as a limit on what runs at the same time.
 */
export type Operation<Variables extends Record<string, unknown>, Answer> = {
  name: string;
  document: string;
  answer: z.ZodType<Answer>;
  isBackground: boolean;
  retryableCodes?: readonly string[];
  /** How long to wait for the answer; 10 s when left out. */
  timeoutMs?: number;
  /** Never set; it carries the type of the variables. */
  takes?: Variables;
};
