import { z } from "zod";

/** Something done at the nth counted order, beside points. */
export const nthOrderAction = z.never();

export type NthOrderAction = z.output<typeof nthOrderAction>;
