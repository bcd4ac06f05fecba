import type { LoaderFunctionArgs } from "@remix-run/node";
import { timelineParameters } from "#app/contract/parameters.ts";
import { findCustomerTimeline } from "#app/queries/customer-timeline.server.ts";
import { answerCustomerApi, refuseMethod } from "../api.v1.$/answer-api.server.ts";

export const loader = (args: LoaderFunctionArgs) =>
  answerCustomerApi(args, timelineParameters, ({ shopId, customerId, parameters: { as_of: asOf, ...page }, now }) =>
    findCustomerTimeline(shopId, customerId, { ...page, asOf: asOf === undefined ? now : new Date(asOf) }),
  );

export const action = refuseMethod;
