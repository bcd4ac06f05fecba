import { logger } from "./logger.server.ts";

const STOP_LIMIT_MS = 10_000;

/** One thing to let go of when the process ends, in words for the log. */
export type StopStep = { name: string; stop: () => Promise<unknown> };

/** Ends the process at once, with a line in the log, on a bug that nobody caught. Call it first. */
export function endOnBug(): void {
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error }, "a bug ended the process");
      process.exit(1);
    });
  }
}

/**
 * Ends the process in order on SIGTERM or SIGINT.
 *
 * The steps run one after the other; one that fails is logged and the rest still run. What is not done after 10 s is cut
 * off, with exit code 1: nothing is lost by that, because a delivery is only acknowledged after its commit and a job that
 * did not finish runs again.
 */
export function endOnSignal(steps: readonly StopStep[]): void {
  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ signal }, "stopping");
    setTimeout(() => {
      logger.error("not everything stopped in time; leaving anyway");
      process.exit(1);
    }, STOP_LIMIT_MS).unref();
    for (const step of steps) {
      await step.stop().catch((error: unknown) => logger.error({ err: error, step: step.name }, "a step of stopping failed"));
    }
    logger.info("stopped");
    process.exit(0);
  };
  process.on("SIGTERM", (signal) => void stop(signal));
  process.on("SIGINT", (signal) => void stop(signal));
}
