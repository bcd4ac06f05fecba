import { z } from "zod";

/** A level of the program with its entry and perks. */
export const tier = z.never();

export type Tier = z.output<typeof tier>;
