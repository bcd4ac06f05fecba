import { z } from "zod";

/** What points buy. */
export const reward = z.never();

export type Reward = z.output<typeof reward>;
