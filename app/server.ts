import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import express from "express";
import * as build from "virtual:remix/server-build";
import { NO_SUCH_ADDRESS, OUR_FAULT, problem } from "./contract/problem.ts";
import { handleAppProxy } from "./endpoints/app-proxy.ts";
import { handleCheckoutApi } from "./endpoints/checkout-api.ts";
import { handleHealthz, handleReadyz } from "./endpoints/health.ts";
import { answerNotNow, type PageContext } from "./endpoints/not-now-pages.ts";
import { handleWebhook } from "./endpoints/webhooks.ts";
import { startWorker } from "./jobs/registry.server.ts";
import { closeDatabase } from "./platform/db.server.ts";
import { env } from "./platform/env.server.ts";
import { logger } from "./platform/logger.server.ts";
import { REQUEST_ID_HEADER, tagRequest } from "./platform/request-id.server.ts";
import { endOnBug, endOnSignal, type StopStep } from "./platform/run-process.server.ts";

/** What a visitor reads when not even Remix could answer. */
function errorPage(requestId: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Thrice</title><body style="font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:36rem;padding:0 1rem">
<h1 style="font-size:1.25rem">This page could not be shown</h1>
<p>Nothing that you saved before is lost. Load the page again. If it happens again, send us this request id:</p>
<p><code>${requestId}</code></p></body></html>`;
}

function pages(): express.Express {
  const client = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../client");
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", env.trustProxyHops);
  // The names of these files carry a hash of what is in them, so a browser may keep them.
  app.use("/assets", express.static(path.join(client, "assets"), { immutable: true, maxAge: "1y", fallthrough: false }));
  app.use(express.static(client, { maxAge: "1h", index: false }));
  const answerPage = createRequestHandler({
    build: answerNotNow(build),
    mode: env.mode,
    getLoadContext: ({ query }): PageContext => ({ isFetched: "_data" in query }),
  });
  app.all("*", (request, response, next) => void answerPage(request, response, next));
  app.use((error: unknown, request: express.Request, response: express.Response, next: express.NextFunction) => {
    const status = error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : 500;
    const requestId = String(request.headers[REQUEST_ID_HEADER]);
    if (status >= 500) logger.error({ err: error, requestId, path: request.path }, "a page failed");
    if (response.headersSent) next(error);
    else if (request.path.startsWith("/api/v1/")) refuseCaller(response, { status, requestId });
    else if (status === 404) response.status(404).type("text/plain").send("Not found");
    else response.status(status).type("html").send(errorPage(requestId));
  });
  return app;
}

/** What a caller of the API reads when not even Remix could answer: an address that is none, such as "%E0%A4%A", or a failure. */
function refuseCaller(response: express.Response, { status, requestId }: { status: number; requestId: string }): void {
  const refusal = status < 500 ? problem("not_found", NO_SUCH_ADDRESS) : problem("internal_error", OUR_FAULT, { requestId });
  response.status(refusal.status).type("application/problem+json").set("cache-control", "no-store").send(JSON.stringify(refusal));
}

function logWhenDone(request: IncomingMessage, response: ServerResponse, requestId: string): void {
  const startedMs = performance.now();
  // Without the query: it can carry a sign-in token.
  const [pathname] = (request.url ?? "/").split("?");
  response.once("close", () =>
    logger.info(
      { requestId, method: request.method, path: pathname, status: response.statusCode, tookMs: Math.round(performance.now() - startedMs) },
      response.writableFinished ? "answered" : "the visitor left before the answer",
    ),
  );
}

/** Webhooks come first and pass through nothing else: a framework in front of them costs a third to four fifths of the rate. */
function serve(): Server {
  const app = pages();
  const server = createServer((request, response) => {
    const [pathname] = (request.url ?? "/").split("?");
    if (pathname === "/webhooks") {
      if (request.method === "POST") handleWebhook(request, response);
      else response.writeHead(405, { allow: "POST" }).end();
      return;
    }
    const requestId = tagRequest(request, response, env.trustProxyHops > 0);
    if (pathname === "/healthz") return handleHealthz(response);
    if (pathname === "/readyz") return void handleReadyz(response);
    logWhenDone(request, response, requestId);
    if (pathname?.startsWith("/checkout-api/")) return void handleCheckoutApi(request, response, pathname);
    if (pathname?.startsWith("/proxy/")) return void handleAppProxy(request, response);
    app(request, response);
  });
  // A client that sends its headers or its body a byte at a time must not hold a connection for long.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  // Longer than the usual 60 s of a load balancer, which would otherwise meet a connection that is just being closed.
  server.keepAliveTimeout = 65_000;
  return server;
}

endOnBug();
const server = serve();
const worker = env.worker === "in-process" ? await startWorker() : undefined;

const closeServer = () =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
const steps: StopStep[] = [{ name: "requests", stop: closeServer }];
if (worker) steps.push({ name: "worker", stop: () => worker.stop() });
endOnSignal([...steps, { name: "database", stop: closeDatabase }]);

server.once("error", (error) => {
  logger.fatal({ err: error, host: env.host, port: env.port }, "cannot listen; choose another PORT or stop what uses it");
  process.exit(1);
});
server.listen(env.port, env.host, () => {
  const address = server.address();
  logger.info({ host: env.host, port: typeof address === "object" ? address?.port : env.port, worker: env.worker }, "listening");
});
