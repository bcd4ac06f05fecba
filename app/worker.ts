import { startWorker } from "./jobs/registry.server.ts";
import { closeDatabase } from "./platform/db.server.ts";
import { logger } from "./platform/logger.server.ts";
import { endOnSignal } from "./platform/run-process.server.ts";

const worker = await startWorker();
endOnSignal([
  { name: "worker", stop: () => worker.stop() },
  { name: "database", stop: closeDatabase },
]);
logger.info("working");
