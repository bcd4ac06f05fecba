import type { LoaderFunctionArgs } from "@remix-run/node";
import { ledgerParameters } from "#app/contract/parameters.ts";
import { findLedgerPage } from "#app/queries/ledger-page.server.ts";
import { settleDueMember } from "#app/usecases/settle-due-member.server.ts";
import { answerCustomerApi, refuseMethod } from "../api.v1.$/answer-api.server.ts";

export const loader = (args: LoaderFunctionArgs) =>
  answerCustomerApi(args, ledgerParameters, async ({ shopId, customerId, parameters, now }) => {
    await settleDueMember(shopId, customerId, now);
    return findLedgerPage(shopId, customerId, { ...parameters, now });
  });

export const action = refuseMethod;
