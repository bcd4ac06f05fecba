import { z } from "zod";

/** The share of customers that is held out unless the merchant says otherwise, in per cent. */
export const DEFAULT_HOLDOUT_PERCENT = 10;

export const HOLDOUT_PERCENT_MAX = 20;

const RANGE = `Choose a whole number from 0 to ${HOLDOUT_PERCENT_MAX}.`;

/** A share held out, in whole per cent from 0 to 20. */
export const holdoutPercent = z.number({ error: RANGE }).int(RANGE).min(0, RANGE).max(HOLDOUT_PERCENT_MAX, RANGE);
