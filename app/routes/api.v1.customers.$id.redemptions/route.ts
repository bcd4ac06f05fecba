import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { ledgerParameters } from "#app/contract/parameters.ts";
import { redemptionBody } from "#app/contract/redemptions.ts";
import { findRedemptionPage, toRedemption } from "#app/queries/redemptions.server.ts";
import { redeemReward } from "#app/usecases/redeem-reward.server.ts";
import { answerCustomerApi } from "../api.v1.$/answer-api.server.ts";
import { changeCustomerApi, refuseOtherThan } from "../api.v1.$/change-api.server.ts";
import { ProblemError } from "../api.v1.$/problem-error.ts";
import { refusalOf } from "./refusal.ts";

const ALLOWED = "GET, HEAD, POST";

export const loader = (args: LoaderFunctionArgs) =>
  args.request.method === "OPTIONS"
    ? refuseOtherThan(ALLOWED)
    : answerCustomerApi(args, ledgerParameters, ({ shopId, customerId, parameters }) => findRedemptionPage(shopId, customerId, parameters));

export const action = (args: ActionFunctionArgs) =>
  changeCustomerApi(args, { method: "POST", schema: redemptionBody, allow: ALLOWED }, async ({ shopId, customerId, body, by, now, readKey }) => {
    const redeemed = await redeemReward(shopId, { customerId, ...body, idempotencyKey: readKey(), by: { kind: "merchant", name: by }, now });
    if (redeemed.outcome !== "redeemed") throw new ProblemError(refusalOf(redeemed));
    return { body: toRedemption(redeemed.redemption), status: 201, isRepeated: redeemed.redemption.reservedAt.getTime() !== now.getTime() };
  });
