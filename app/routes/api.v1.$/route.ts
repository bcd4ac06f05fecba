import { NO_SUCH_ADDRESS, problem } from "#app/contract/problem.ts";
import { answerProblem } from "./answer-api.server.ts";

/** Everything below /api/v1 that is no endpoint, whatever the method. */
const notFound = () => answerProblem(problem("not_found", NO_SUCH_ADDRESS));

export const loader = notFound;
export const action = notFound;
