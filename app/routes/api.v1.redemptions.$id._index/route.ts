import type { LoaderFunctionArgs } from "@remix-run/node";
import { noParameters } from "#app/contract/parameters.ts";
import { getRedemption } from "#app/queries/redemptions.server.ts";
import { answerApi, refuseMethod } from "../api.v1.$/answer-api.server.ts";

export const loader = (args: LoaderFunctionArgs) => answerApi(args, noParameters, ({ shopId }) => getRedemption(shopId, args.params["id"] ?? ""));

export const action = refuseMethod;
