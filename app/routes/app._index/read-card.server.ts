import { logger } from "#app/platform/logger.server.ts";
import type { Card } from "./card.ts";

/** Reads what one card shows. A failure is logged and stays inside its card; a response that was thrown (a redirect) passes on. */
export async function readCard<T>(name: string, read: () => Promise<T>): Promise<Card<T>> {
  try {
    return { outcome: "ready", value: await read() };
  } catch (error) {
    if (error instanceof Response) throw error;
    logger.error({ err: error, card: name }, "a card of Home failed");
    return { outcome: "failed" };
  }
}
