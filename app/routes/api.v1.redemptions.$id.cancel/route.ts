import type { ActionFunctionArgs } from "@remix-run/node";
import { emptyBody } from "#app/contract/parameters.ts";
import { problem } from "#app/contract/problem.ts";
import { toRedemption } from "#app/queries/redemptions.server.ts";
import { cancelRedemption } from "#app/usecases/cancel-redemption.server.ts";
import { changeApi, refuseOtherThan } from "../api.v1.$/change-api.server.ts";
import { ProblemError } from "../api.v1.$/problem-error.ts";

export const loader = () => refuseOtherThan("POST");

export const action = (args: ActionFunctionArgs) =>
  changeApi(args, { method: "POST", schema: emptyBody }, async ({ shopId, now }) => {
    const cancelled = await cancelRedemption(shopId, { redemptionId: args.params["id"] ?? "", now });
    if (cancelled.outcome === "redemption_unknown") throw new ProblemError(problem("not_found", "This shop has nothing under this id."));
    if (cancelled.outcome === "not_cancellable") throw new ProblemError(problem("not_possible", `It can no longer be taken back: it is ${cancelled.state}. Nothing was changed.`));
    return { body: toRedemption(cancelled.redemption) };
  });
