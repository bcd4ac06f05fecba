import { problem } from "#app/contract/problem.ts";
import { answerProblem } from "./answer-api.server.ts";

/** Everything below /api/v1 that is no endpoint, whatever the method. */
const notFound = () => answerProblem(problem("not_found", "There is no such address. /api/v1/openapi.json describes those that there are."));

export const loader = notFound;
export const action = notFound;
