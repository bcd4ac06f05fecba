import { readFileSync } from "node:fs";

const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { scripts: { worker: string } };

/** The flags of Node with which `npm run worker` starts a worker: what is measured runs as it would there. BENCH_NODE_FLAGS adds some. */
export const WORKER_FLAGS = [...scripts.worker.split(" ").filter((word) => word.startsWith("--")), ...(process.env["BENCH_NODE_FLAGS"]?.split(" ") ?? [])];
