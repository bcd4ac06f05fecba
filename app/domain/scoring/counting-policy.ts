import { z } from "zod";

/** Which orders count and where loyal and champion begin. Money in minor units of the shop's currency; tags and sales channels in lower case. */
export interface CountingPolicy {
  countFrom: "payment" | "creation";
  minimumOrderMinor: number;
  excludedTags: string[];
  excludedSources: string[];
  mergeSameDay: boolean;
  loyalAt: number;
  championAt: number;
}

export const DEFAULT_COUNTING_POLICY: CountingPolicy = {
  countFrom: "payment",
  minimumOrderMinor: 0,
  excludedTags: [],
  excludedSources: [],
  mergeSameDay: false,
  loyalAt: 3,
  championAt: 6,
};

/** How Shopify calls the online store among the sales channels; checkout and the shop's pages are its. */
export const ONLINE_STORE = "web";

/** Whether orders of the online store count at all. */
export const isOnlineCounted = ({ excludedSources }: Pick<CountingPolicy, "excludedSources">): boolean => !excludedSources.some((source) => source.toLowerCase() === ONLINE_STORE);

const LOYAL_MAX = 50;
const CHAMPION_MAX = 100;

const wholeOrders = (name: string) => z.number({ error: `${name} must start at a whole number of orders.` }).int(`${name} must start at a whole number of orders.`);

const WORD_MAX = 255;

const wordList = (name: string) => z
  .array(z.string().trim().min(1).max(WORD_MAX, `${name} has ${WORD_MAX} characters or fewer.`))
  .max(50, "Up to 50 entries can be left out.")
  .transform((words) => [...new Set(words.map((word) => word.toLowerCase()))].sort());

/** The policy as a merchant may enter it; refuses what would make the stages meaningless, with words for beside the field. */
export const countingPolicyForm = z
  .object({
    countFrom: z.enum(["payment", "creation"], { error: "Choose when an order counts." }),
    minimumOrderMinor: z
      .number({ error: "The smallest order must be an amount of zero or more." })
      .int("The smallest order must be an amount of zero or more.")
      .min(0, "The smallest order must be an amount of zero or more.")
      .max(100_000_000_000, "The smallest order is too large."),
    excludedTags: wordList("A tag"),
    excludedSources: wordList("The name of a sales channel"),
    mergeSameDay: z.boolean(),
    loyalAt: wholeOrders("Loyal")
      .min(2, "Loyal must start at 2 orders or more. With 1, every buyer would be loyal.")
      .max(LOYAL_MAX, `Loyal must start at ${LOYAL_MAX} orders or fewer.`),
    championAt: wholeOrders("Champion").max(CHAMPION_MAX, `Champion must start at ${CHAMPION_MAX} orders or fewer.`),
  })
  .refine((policy) => policy.championAt > policy.loyalAt, {
    path: ["championAt"],
    message: "Champion must start after loyal. Enter a larger number of orders.",
  }) satisfies z.ZodType<CountingPolicy>;
