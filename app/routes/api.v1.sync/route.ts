import type { LoaderFunctionArgs } from "@remix-run/node";
import { noParameters } from "#app/contract/parameters.ts";
import { getSyncState } from "#app/queries/sync-state.server.ts";
import { answerApi, refuseMethod } from "../api.v1.$/answer-api.server.ts";

export const loader = (args: LoaderFunctionArgs) => answerApi(args, noParameters, ({ shopId, now }) => getSyncState(shopId, now));

export const action = refuseMethod;
