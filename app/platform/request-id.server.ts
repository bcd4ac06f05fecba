import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

export const REQUEST_ID_HEADER = "x-request-id";

/**
 * Gives a request the one id under which it is logged, answered and shown on an error page.
 *
 * An id that came with the request is kept only behind a proxy of ours (`trustsProxy`); anyone else could write what they
 * like into the log. It travels on as a request header, so that every loader can read it.
 */
export function tagRequest(request: IncomingMessage, response: ServerResponse, trustsProxy: boolean): string {
  const given = request.headers[REQUEST_ID_HEADER];
  const id = trustsProxy && typeof given === "string" && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
  request.headers[REQUEST_ID_HEADER] = id;
  response.setHeader(REQUEST_ID_HEADER, id);
  return id;
}

/** The id that `tagRequest` gave, as loaders and error pages see it. */
export function requestIdOf(request: Request): string {
  return request.headers.get(REQUEST_ID_HEADER) ?? "unknown";
}
