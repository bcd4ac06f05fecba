/**
 * A transaction was not begun, or did nothing yet and was taken back, because what it needs was held by others for longer
 * than its caller waits: a shop's facts, or all connections of the process. The same may be asked again.
 */
export class NotNow extends Error {
  override name = "NotNow";
}

// What pg-pool says when no connection came free in time; it has no code of its own for it.
const NO_CONNECTION_FREE = "timeout exceeded when trying to connect";

/** Whether a statement was not run because all connections of its pool were in use for too long; Prisma wraps what the pool says. */
export function isPoolExhausted(error: unknown): boolean {
  return error instanceof Error && (error.message.includes(NO_CONNECTION_FREE) || isPoolExhausted(error.cause));
}

/** What is asked before anything is changed, such as for a connection or for who asks: where no connection came free, that is `NotNow`. */
export async function orNotNow<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw isPoolExhausted(error) ? new NotNow("all connections were in use for too long", { cause: error }) : error;
  }
}
