import type { ActionFunctionArgs } from "@remix-run/node";
import { emptyBody } from "#app/contract/parameters.ts";
import { NOTHING_HERE, problem } from "#app/contract/problem.ts";
import type { RedemptionState } from "#app/domain/redemption/redemption.ts";
import { toRedemption } from "#app/queries/redemptions.server.ts";
import { cancelRedemption } from "#app/usecases/cancel-redemption.server.ts";
import { redemptionIdOf } from "../api.v1.$/answer-api.server.ts";
import { changeApi, refuseOtherThan } from "../api.v1.$/change-api.server.ts";
import { ProblemError } from "../api.v1.$/problem-error.ts";

const NOT_A_CODE = "Store credit, gift cards and the free shipping of a tier can't be taken back.";

/** Why it can't be taken back, by what became of it. */
const REFUSALS: Record<RedemptionState, string> = {
  issuing: NOT_A_CODE,
  issued: NOT_A_CODE,
  used: "An order carries the code by now, so it can't be taken back.",
  releasing: "It is being taken back already. The points come back as soon as Shopify has ended the code.",
  returned: "It was taken back already, and the points are back.",
};

export const loader = () => refuseOtherThan("POST");

export const action = (args: ActionFunctionArgs) =>
  changeApi(args, { method: "POST", schema: emptyBody }, async ({ shopId, now }) => {
    const cancelled = await cancelRedemption(shopId, { redemptionId: redemptionIdOf(args.params), now });
    if (cancelled.outcome === "redemption_unknown") throw new ProblemError(problem("not_found", NOTHING_HERE));
    if (cancelled.outcome === "not_cancellable") throw new ProblemError(problem("not_possible", `${REFUSALS[cancelled.state]} Nothing was changed.`));
    return { body: toRedemption(cancelled.redemption) };
  });
