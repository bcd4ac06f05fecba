/**
 * Share of the customers at the start of a period who are kept at its end, by the textbook formula (E - N) / S.
 *
 * Whole customers: `atStart` S, `acquired` N during the period, `atEnd` E. Unrounded; undefined when nobody was there at
 * the start. Lapsed buyers who come back are counted as kept, so it can pass 1; `strictRetentionRate` cannot.
 *
 * @see docs/formulas.md#retention-rate
 */
export function retentionRate({ atStart, acquired, atEnd }: { atStart: number; acquired: number; atEnd: number }): number | undefined {
  return atStart === 0 ? undefined : (atEnd - acquired) / atStart;
}

/**
 * Share of the very customers of the start who are still there at the end: `stillThere` of `atStart`, 0 to 1, unrounded;
 * undefined when nobody was there at the start.
 *
 * @see docs/formulas.md#strict-retention-rate
 */
export function strictRetentionRate({ atStart, stillThere }: { atStart: number; stillThere: number }): number | undefined {
  return atStart === 0 ? undefined : stillThere / atStart;
}
