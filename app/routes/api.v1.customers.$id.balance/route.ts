import type { LoaderFunctionArgs } from "@remix-run/node";
import { noParameters } from "#app/contract/parameters.ts";
import { findCustomerBalance } from "#app/queries/balance.server.ts";
import { settleDueMember } from "#app/usecases/settle-due-member.server.ts";
import { answerCustomerApi, refuseMethod } from "../api.v1.$/answer-api.server.ts";

export const loader = (args: LoaderFunctionArgs) =>
  answerCustomerApi(args, noParameters, async ({ shopId, customerId, now }) => {
    await settleDueMember(shopId, customerId, now);
    return findCustomerBalance(shopId, customerId);
  });

export const action = refuseMethod;
