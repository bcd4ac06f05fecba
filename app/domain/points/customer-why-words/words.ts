import type { SharedWhyKey } from "../why-sentence.ts";

/**
 * Why points moved, as a customer reads it in one language. The places are those of the English texts; "{n}" is the rank of an
 * order as a number, beside the English "{rank}". Numbers of points stand where no other word bends with them.
 */
export type CustomerWhyWords = Record<SharedWhyKey, string> & {
  /** What "{order}" becomes where the order's name is known, and where it is not. */
  order_named: string;
  order_unnamed: string;
};
