import { ChangedMeanwhile } from "#app/platform/changed-meanwhile.server.ts";
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
 * page says so and that nothing was changed (failureOf), and 409 where a form was drawn over what somebody has changed since.
 * Without it every route would have to think of that by itself.
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
    ...(loader && { loader: withAnswer(loader, (error) => (error instanceof NotNow || isPoolExhausted(error) ? failPage(NOT_NOW) : undefined)) }),
    ...(action && { action: withAnswer(action, (error, { context }) => {
      const answered = error instanceof NotNow ? NOT_NOW : error instanceof ChangedMeanwhile ? CHANGED : undefined;
      return answered && (context?.isFetched ? keepPage(answered) : failPage(answered));
    }) }),
  };
}

/** `answer` has one for an error that is none, or undefined. */
const withAnswer =
  (work: Work, answer: (error: unknown, args: Args) => Answered | undefined): Work =>
  async (args) => {
    try {
      return await work(args);
    } catch (error) {
      const answered = answer(error, args);
      if (!answered) throw error;
      logger.warn({ reason: (error as Error).message, path: new URL(args.request.url).pathname }, "a page could not do what it was asked for now");
      if (answered.isThrown) throw answered.response;
      return answered.response;
    }
  };

type Answered = { response: Response; isThrown: boolean };

const NOT_NOW: ResponseInit = { status: 503, headers: { "retry-after": String(RETRY_S) } };
const CHANGED: ResponseInit = { status: 409 };

const failPage = (init: ResponseInit): Answered => ({ response: new Response(null, init), isThrown: true });
const keepPage = (init: ResponseInit): Answered => ({ response: Response.json(null, init), isThrown: false });
