import { logger } from "#app/platform/logger.server.ts";
import { Superseded } from "#app/usecases/in-newest-dry-run.server.ts";
import type { Card } from "./card.ts";

/**
 * Reads what one card shows. A failure stays inside its card and is logged, unless the shop itself ended what was read by asking
 * anew; a response that was thrown (a redirect) passes on.
 */
export async function readCard<T>(name: string, read: () => Promise<T>): Promise<Card<T>> {
  try {
    return { outcome: "ready", value: await read() };
  } catch (error) {
    if (error instanceof Response) throw error;
    if (!(error instanceof Superseded)) logger.error({ err: error, card: name }, "a card of Home failed");
    return { outcome: "failed" };
  }
}
