import type { LoaderFunctionArgs } from "@remix-run/node";
import { nthOrderParameters } from "#app/contract/parameters.ts";
import { getNthOrder } from "#app/queries/metrics.server.ts";
import { getShopFigures } from "#app/queries/shop-figures.server.ts";
import { answerApi, API_PATIENCE, refuseMethod } from "../api.v1.$/answer-api.server.ts";

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(args, nthOrderParameters, async ({ shopId, parameters, now }) => {
    const { as_of: asOf, within_days: withinDays } = parameters;
    const isStored = asOf === undefined && (withinDays === undefined || withinDays === 30 || withinDays === 90 || withinDays === 180);
    if (isStored) return (await getShopFigures(shopId, now, API_PATIENCE)).nthOrder[withinDays ?? "all"];
    return getNthOrder(shopId, { asOf: asOf === undefined ? now : new Date(asOf), withinDays: withinDays ?? null });
  });

export const action = refuseMethod;
