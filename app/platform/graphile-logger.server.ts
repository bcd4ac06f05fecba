import { Logger, type LogLevel } from "graphile-worker";
import { logger } from "./logger.server.ts";

const LEVELS: Record<string, "error" | "warn" | "info" | "debug"> = { error: "error", warning: "warn", info: "debug", debug: "debug" };

/** graphile-worker's words in our log; what it calls information is told for every job, so it is for debugging here. */
export const graphileLogger = new Logger(() => (level: `${LogLevel}`, message: string) => {
  logger[LEVELS[level] ?? "debug"]({ from: "graphile-worker" }, message);
});
