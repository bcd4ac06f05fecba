import type { LoaderFunctionArgs } from "@remix-run/node";
import { summaryParameters } from "#app/contract/parameters.ts";
import { getSummary } from "#app/queries/metrics.server.ts";
import { getShopFigures } from "#app/queries/shop-figures.server.ts";
import { answerApi, API_PATIENCE, refuseMethod } from "../api.v1.$/answer-api.server.ts";

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(args, summaryParameters, async ({ shopId, parameters, now }) =>
    parameters.as_of === undefined ? (await getShopFigures(shopId, now, API_PATIENCE)).summary : getSummary(shopId, new Date(parameters.as_of)),
  );

export const action = refuseMethod;
