import type { LoaderFunctionArgs } from "@remix-run/node";
import { liabilityParameters, liabilityRange } from "#app/contract/parameters.ts";
import { getLiability, getToday } from "#app/queries/liability.server.ts";
import { answerApi, refuseMethod } from "../api.v1.$/answer-api.server.ts";

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(args, liabilityParameters, async ({ shopId, parameters, now }) => getLiability(shopId, liabilityRange(parameters, await getToday(shopId, now))));

export const action = refuseMethod;
