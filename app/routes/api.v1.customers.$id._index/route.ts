import type { LoaderFunctionArgs } from "@remix-run/node";
import { customerParameters } from "#app/contract/parameters.ts";
import { findCustomerSummary } from "#app/queries/customer-summary.server.ts";
import { answerCustomerApi, refuseMethod } from "../api.v1.$/answer-api.server.ts";

export const loader = (args: LoaderFunctionArgs) =>
  answerCustomerApi(args, customerParameters, ({ shopId, customerId, parameters, now }) => findCustomerSummary(shopId, customerId, parameters.as_of === undefined ? now : new Date(parameters.as_of)));

export const action = refuseMethod;
