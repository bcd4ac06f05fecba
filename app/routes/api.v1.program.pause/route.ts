import { changePause, refusePauseMethod } from "../api.v1.program.publish/answer-version.server.ts";

export const loader = refusePauseMethod;

export const action = changePause(true);
