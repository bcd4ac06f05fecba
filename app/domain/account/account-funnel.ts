import { compareArms, type ArmComparison, type ArmCount } from "../holdout/compare-arms.ts";
import { wilsonInterval } from "../metrics/wilson.ts";

/** First-time buyers of one arm of the holdout, or of none, and what they did. Only those count as eligible whose time for it is over. */
export interface FunnelCounts {
  /** Null: nobody decided about them yet, or they were merged across arms. */
  arm: "treated" | "held_out" | null;
  buyers: number;
  sawBlock: number;
  signedIn: ArmCount;
  boughtAgain: ArmCount;
}

/** One step: how many did it of those whose time for it is over, with the 95 % interval; fractions of 0 to 1, null where nobody's is. */
export interface FunnelStep extends ArmCount {
  rate: number | null;
  low: number | null;
  high: number | null;
}

/** From the first order to an account and a second order, and what the treatments have to do with it. */
export interface AccountFunnel {
  buyers: number;
  sawBlock: FunnelStep;
  /** An account by seven days after the first order. */
  signedIn: FunnelStep;
  /** A second counted order within ninety days of the first. */
  boughtAgain: FunnelStep;
  /** Treated against held out, of those who were decided about. */
  comparison: { signedIn: ArmComparison; boughtAgain: ArmComparison };
}

const NOBODY: Omit<FunnelCounts, "arm"> = { buyers: 0, sawBlock: 0, signedIn: { eligible: 0, converted: 0 }, boughtAgain: { eligible: 0, converted: 0 } };

const sum = (a: ArmCount, b: ArmCount): ArmCount => ({ eligible: a.eligible + b.eligible, converted: a.converted + b.converted });

function step({ eligible, converted }: ArmCount): FunnelStep {
  const interval = wilsonInterval(converted, eligible);
  return { eligible, converted, rate: interval ? converted / eligible : null, low: interval?.low ?? null, high: interval?.high ?? null };
}

/**
 * Composes the funnel from the counts of each arm; an arm that is missing has nobody.
 *
 * @see docs/formulas.md#accounts-after-the-first-order
 */
export function composeFunnel(groups: FunnelCounts[]): AccountFunnel {
  const all = groups.reduce(
    (total, one) => ({ buyers: total.buyers + one.buyers, sawBlock: total.sawBlock + one.sawBlock, signedIn: sum(total.signedIn, one.signedIn), boughtAgain: sum(total.boughtAgain, one.boughtAgain) }),
    NOBODY,
  );
  const of = (arm: "treated" | "held_out") => groups.find((one) => one.arm === arm) ?? NOBODY;
  const [treated, heldOut] = [of("treated"), of("held_out")];
  return {
    buyers: all.buyers,
    sawBlock: step({ eligible: all.buyers, converted: all.sawBlock }),
    signedIn: step(all.signedIn),
    boughtAgain: step(all.boughtAgain),
    comparison: { signedIn: compareArms(treated.signedIn, heldOut.signedIn), boughtAgain: compareArms(treated.boughtAgain, heldOut.boughtAgain) },
  };
}
