import { describeWholeApi } from "#app/queries/api-description.ts";
import { refuseMethod } from "../api.v1.$/answer-api.server.ts";

/** Open to everybody: it tells nothing of any shop. */
export const loader = () => Response.json(describeWholeApi(), { headers: { "cache-control": "public, max-age=300", "x-content-type-options": "nosniff" } });

export const action = refuseMethod;
