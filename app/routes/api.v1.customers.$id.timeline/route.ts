import type { LoaderFunctionArgs } from "@remix-run/node";
import { timelineParameters } from "#app/contract/parameters.ts";
import { findCustomerTimeline } from "#app/queries/customer-timeline.server.ts";
import { explainUnearned } from "#app/usecases/explain-unearned.server.ts";
import { answerCustomerApi, refuseMethod } from "../api.v1.$/answer-api.server.ts";

export const loader = (args: LoaderFunctionArgs) =>
  answerCustomerApi(args, timelineParameters, ({ shopId, customerId, parameters: { as_of, ...page }, now }) => {
    const asOf = as_of === undefined ? now : new Date(as_of);
    return findCustomerTimeline(shopId, customerId, { ...page, asOf, explainUnearned: (orderIds) => explainUnearned(shopId, { customerId, orderIds, now: asOf }) });
  });

export const action = refuseMethod;
