import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ shopLocales: z.array(z.object({ locale: z.string(), primary: z.boolean() })) }).transform(({ shopLocales }) => shopLocales);

/** The languages that shoppers can read the shop in. Somebody waits for the answer. */
export const shopLanguages: Operation<Record<string, never>, z.output<typeof answer>> = {
  name: "ShopLanguages",
  document: `query ShopLanguages { shopLocales(published: true) { locale primary } }`,
  answer,
  isBackground: false,
};
