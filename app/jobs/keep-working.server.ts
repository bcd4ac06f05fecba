import { setTimeout as wait } from "node:timers/promises";
import { logger } from "#app/platform/logger.server.ts";

const START_AGAIN_MS = 1_000;

/** A worker that runs: `ended` resolves when it does no more, whoever ended it; `stop` finishes what is under way. */
export interface RunningWorker {
  ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Keeps a worker running until it is asked to stop.
 *
 * graphile-worker ends itself when it cannot write down how a job went, which a restart of the database is enough for. It is
 * started anew, as often as it takes. Throws only when the very first start fails, which no waiting would mend.
 */
export async function keepWorking(start: () => Promise<RunningWorker>): Promise<{ stop(): Promise<void> }> {
  let isStopping = false;
  let current: RunningWorker | undefined = await start();

  const startAgain = async (): Promise<RunningWorker | undefined> => {
    while (!isStopping) {
      try {
        return await start();
      } catch (error) {
        logger.warn({ err: error }, "the worker could not be started; it is tried again");
        await wait(START_AGAIN_MS);
      }
    }
    return undefined;
  };

  const working = (async () => {
    while (current) {
      await current.ended;
      if (isStopping) return;
      logger.warn("the worker ended by itself and is started again");
      current = await startAgain();
    }
  })();

  return {
    async stop() {
      isStopping = true;
      await current?.stop();
      await working;
    },
  };
}
