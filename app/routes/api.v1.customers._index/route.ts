import type { LoaderFunctionArgs } from "@remix-run/node";
import { customersParameters } from "#app/contract/parameters.ts";
import { listCustomers } from "#app/queries/list-customers.server.ts";
import { answerApi, refuseMethod } from "../api.v1.$/answer-api.server.ts";

export const loader = (args: LoaderFunctionArgs) => answerApi(args, customersParameters, ({ shopId, parameters }) => listCustomers(shopId, parameters));

export const action = refuseMethod;
