import { logger } from "#app/platform/logger.server.ts";
import { Superseded } from "#app/usecases/in-newest-dry-run.server.ts";
import type { Card } from "./card.ts";

/**
 * Reads what one card shows. A failure stays inside its card and is logged, unless whoever asked ended it by asking anew or
 * by leaving; a response that was thrown (a redirect) passes on.
 */
export async function readCard<T>(name: string, read: () => Promise<T>): Promise<Card<T>> {
  try {
    return { outcome: "ready", value: await read() };
  } catch (error) {
    if (error instanceof Response) throw error;
    if (!(error instanceof Superseded || (error instanceof Error && error.name === "AbortError"))) logger.error({ err: error, card: name }, "a card of Home failed");
    return { outcome: "failed" };
  }
}
