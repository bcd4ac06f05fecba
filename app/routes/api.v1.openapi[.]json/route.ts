import { describeApi } from "#app/contract/openapi.ts";
import { refuseMethod } from "../api.v1.$/answer-api.server.ts";

/** Open to everybody: it tells nothing of any shop. */
export const loader = () => Response.json(describeApi(), { headers: { "cache-control": "public, max-age=300", "x-content-type-options": "nosniff" } });

export const action = refuseMethod;
