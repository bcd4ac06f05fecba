import type { LoaderFunctionArgs } from "@remix-run/node";
import { noParameters } from "#app/contract/parameters.ts";
import { getRedemption } from "#app/queries/redemptions.server.ts";
import { answerApi, redemptionIdOf, refuseMethod } from "../api.v1.$/answer-api.server.ts";

export const loader = (args: LoaderFunctionArgs) => answerApi(args, noParameters, ({ shopId }) => getRedemption(shopId, redemptionIdOf(args.params)));

export const action = refuseMethod;
