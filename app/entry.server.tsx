import { PassThrough } from "node:stream";
import { createReadableStreamFromReadable, type ActionFunctionArgs, type EntryContext, type LoaderFunctionArgs } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { env } from "#app/platform/env.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { requestIdOf } from "#app/platform/request-id.server.ts";
import { addDocumentResponseHeaders } from "#app/shopify/app.server.ts";

/** How long a slow card may keep the page open before it is shown as failed. */
export const streamTimeout = 10_000;

function addSecurityHeaders(request: Request, headers: Headers): void {
  addDocumentResponseHeaders(request, headers);
  // Without a shop in the address the library sets no policy; such a page belongs in nobody's frame.
  if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", "frame-ancestors 'none';");
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
  if (env.appUrl.startsWith("https:")) headers.set("Strict-Transport-Security", "max-age=31536000");
}

/** Sends a page as soon as its frame is drawn; slow parts follow. A crawler waits for the whole. */
export default function handleRequest(request: Request, status: number, headers: Headers, context: EntryContext): Promise<Response> {
  addSecurityHeaders(request, headers);
  const readyEvent = isbot(request.headers.get("user-agent") ?? "") ? "onAllReady" : "onShellReady";
  return new Promise((resolve, reject) => {
    let isFrameSent = false;
    let answerStatus = status;
    const { pipe, abort } = renderToPipeableStream(<RemixServer context={context} url={request.url} abortDelay={streamTimeout} />, {
      [readyEvent]: () => {
        isFrameSent = true;
        const body = new PassThrough();
        headers.set("Content-Type", "text/html; charset=utf-8");
        resolve(new Response(createReadableStreamFromReadable(body), { headers, status: answerStatus }));
        pipe(body);
        // After everything that is late was shown as late; an abort before that would lose the reason.
        setTimeout(abort, streamTimeout + 1_000).unref();
      },
      onShellError: reject,
      onError: (error: unknown) => {
        answerStatus = 500;
        if (isFrameSent) logger.error({ err: error, requestId: requestIdOf(request) }, "a part of a page failed");
      },
    });
  });
}

/** Remix tells the visitor nothing of an error in production; this is where it is kept. */
export function handleError(error: unknown, { request }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted) return;
  logger.error({ err: error, requestId: requestIdOf(request), path: new URL(request.url).pathname }, "a page failed");
}
