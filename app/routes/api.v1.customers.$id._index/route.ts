import type { LoaderFunctionArgs } from "@remix-run/node";
import { customerParameters } from "#app/contract/parameters.ts";
import { findPointsAt } from "#app/queries/balance.server.ts";
import { findCustomerSummary } from "#app/queries/customer-summary.server.ts";
import { settleDueMember } from "#app/usecases/settle-due-member.server.ts";
import { answerCustomerApi, refuseMethod } from "../api.v1.$/answer-api.server.ts";

export const loader = (args: LoaderFunctionArgs) =>
  answerCustomerApi(args, customerParameters, async ({ shopId, customerId, parameters, now }) => {
    const asOf = parameters.as_of === undefined ? now : new Date(parameters.as_of);
    await settleDueMember(shopId, customerId, now);
    const summary = await findCustomerSummary(shopId, customerId, asOf);
    return summary && { ...summary, points: await findPointsAt(shopId, summary.id, asOf) };
  });

export const action = refuseMethod;
