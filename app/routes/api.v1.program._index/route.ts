import type { LoaderFunctionArgs } from "@remix-run/node";
import { noParameters } from "#app/contract/parameters.ts";
import { getProgramOverview } from "#app/queries/program.server.ts";
import { answerApi, refuseMethod } from "../api.v1.$/answer-api.server.ts";

export const loader = (args: LoaderFunctionArgs) => answerApi(args, noParameters, ({ shopId, now }) => getProgramOverview(shopId, now));

export const action = refuseMethod;
