import { startWorker } from "./jobs/registry.server.ts";
import { closeDatabase } from "./platform/db.server.ts";
import { logger } from "./platform/logger.server.ts";
import { endOnBug, endOnSignal } from "./platform/run-process.server.ts";

endOnBug();
const worker = await startWorker();
endOnSignal([
  { name: "worker", stop: () => worker.stop() },
  { name: "database", stop: closeDatabase },
]);
logger.info("working");
