import { logger } from "#app/platform/logger.server.ts";
import { isPoolExhausted, NotNow } from "#app/platform/not-now.server.ts";

type Work = (args: { request: Request }) => unknown;
type Module = { loader?: Work; action?: Work };

const RETRY_S = 5;

/**
 * A build of Remix whose loaders and actions answer 503 where what they need was held by others for too long, so that the
 * page says so and that nothing was changed (failureOf). Without it every route would have to think of that by itself.
 *
 * A form that found no connection for a single statement may have changed something before it: that stays a failure.
 */
export function answerNotNow<Build extends { routes: Record<string, { module: object } | undefined> }>(build: Build): Build {
  const routes = Object.entries(build.routes).map(([id, route]) => [id, route && { ...route, module: withNotNow(route.module) }]);
  return { ...build, routes: Object.fromEntries(routes) as Build["routes"] };
}

function withNotNow(module: Module): Module {
  const { loader, action } = module;
  return {
    ...module,
    ...(loader && { loader: orNotNow(loader, (error) => error instanceof NotNow || isPoolExhausted(error)) }),
    ...(action && { action: orNotNow(action, (error) => error instanceof NotNow) }),
  };
}

const orNotNow = (work: Work, isNotNow: (error: unknown) => boolean): Work => async (args) => {
  try {
    return await work(args);
  } catch (error) {
    if (!isNotNow(error)) throw error;
    logger.warn({ reason: (error as Error).message, path: new URL(args.request.url).pathname }, "a page had to wait too long");
    throw new Response("Not now", { status: 503, headers: { "retry-after": String(RETRY_S) } });
  }
};
