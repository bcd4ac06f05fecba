/** By what lines of a file of balances ("import") or adjustments are judged. */
export interface LineRules {
  kind: "import" | "adjust";
  /** The program makes a debt of spent points after a refund, so a balance may be one. */
  hasDebts: boolean;
  /** The shop's day. */
  today: string;
}

/**
 * Why a line cannot be booked, whoever it is for, or null. Of balances only a debt is below zero; other points are taken by
 * adjustments. Points whose last day has passed would end before they are there.
 */
export function lineProblem({ points, expiresOn }: { points: number; expiresOn: string | null }, { kind, hasDebts, today }: LineRules): string | null {
  if (kind === "import" && points < 0 && !hasDebts) {
    return `−${-points} is below zero, and a balance is a debt only where your program makes one of spent points after a refund. To take points, choose “Adjust”.`;
  }
  return expiresOn !== null && expiresOn < today ? `“${expiresOn}” has passed.` : null;
}
