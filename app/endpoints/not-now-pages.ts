import { logger } from "#app/platform/logger.server.ts";
import { isPoolExhausted, NotNow } from "#app/platform/not-now.server.ts";

/** `isFetched`: asked by the script of a page that is open, not by the browser for a page of its own. */
export type PageContext = { isFetched: boolean };

type Args = { request: Request; context?: Partial<PageContext> };
type Work = (args: Args) => unknown;
type Module = { loader?: Work; action?: Work };

const RETRY_S = 5;

/**
 * A build of Remix whose loaders and actions answer 503 where what they need was held by others for too long, so that the
 * page says so and that nothing was changed (failureOf). Without it every route would have to think of that by itself.
 *
 * A form that an open page has sent is answered without an error and without any outcome: a thrown one would put the
 * failure in the place of the page, and of all that was filled in. The page stays, and its frame says why (NotNowNotice).
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
    ...(loader && { loader: withAnswer(loader, { isNotNow: (error) => error instanceof NotNow || isPoolExhausted(error), answer: failPage }) }),
    ...(action && { action: withAnswer(action, { isNotNow: (error) => error instanceof NotNow, answer: ({ context }) => (context?.isFetched ? keepPage() : failPage()) }) }),
  };
}

const withAnswer =
  (work: Work, { isNotNow, answer }: { isNotNow: (error: unknown) => boolean; answer: (args: Args) => Response }): Work =>
  async (args) => {
    try {
      return await work(args);
    } catch (error) {
      if (!isNotNow(error)) throw error;
      logger.warn({ reason: (error as Error).message, path: new URL(args.request.url).pathname }, "a page had to wait too long");
      return answer(args);
    }
  };

const ANSWERED = { status: 503, headers: { "retry-after": String(RETRY_S) } };

function failPage(): never {
  throw new Response("Not now", ANSWERED);
}

const keepPage = () => Response.json(null, ANSWERED);
