import path from "node:path";
import { freePort } from "#scripts/free-port.ts";
import { startWeb } from "#scripts/web.ts";
import { createDatabase, dropDatabase } from "./databases.ts";
import { IS_QUICK, measurePairs, median, rateFigure, report } from "./figure.ts";
import { startPart } from "./part.ts";
import type { ReadLoad, ReadResult } from "./proxy/load.ts";
import { processTimeMs } from "./cpu-time.ts";

// A shopper's history through the app proxy, from the built web process, beside a server that checks the same signature and reads one row.

const CONNECTIONS = 32;
const CUSTOMERS = 2_000;
const ORDERS_EACH = 6;
const SECONDS = IS_QUICK ? 1.5 : 3;
const DATABASE = "bench_proxy";
const HISTORY = "/proxy/history?locale=en";

const databaseUrl = await createDatabase(DATABASE);
const seeder = await startPart("proxy/seed.ts", { DATABASE_URL: databaseUrl });
await seeder.ask("seed", { customers: CUSTOMERS, ordersEach: ORDERS_EACH });
await seeder.stop();

const webPort = await freePort();
const web = await startWeb({
  port: webPort,
  databaseUrl,
  appUrl: `http://127.0.0.1:${webPort}`,
  apiKey: process.env["SHOPIFY_API_KEY"] ?? "",
  apiSecret: process.env["SHOPIFY_API_SECRET"] ?? "",
  tokenKeys: process.env["TOKEN_KEYS"] ?? "",
  standinOrigin: "http://127.0.0.1:9",
  logFile: path.join(".data", "bench", "web.log"),
  env: { WORKER: "off", LOG_LEVEL: "warn" },
});
const bare = await startPart("proxy/bare-server.ts", { DATABASE_URL: databaseUrl });
const generator = await startPart("proxy/load.ts");
const barePort = await bare.ask<number>("port");

/** Processor time of the server for one answer, in microseconds; the generator's and the database's are apart. */
const costs = { ours: [] as number[], floor: [] as number[] };

async function load(port: number, pid: number, spent: number[]): Promise<number> {
  const before = processTimeMs(pid);
  const result = await generator.ask<ReadResult>("run", { port, path: HISTORY, connections: CONNECTIONS, customers: CUSTOMERS, seconds: SECONDS } satisfies ReadLoad);
  if (result.refused > 0) throw new Error(`${result.refused} of ${result.answered} reads were refused`);
  spent.push(((processTimeMs(pid) - before) * 1_000) / result.answered);
  return result.perSecond;
}

const pairs = await measurePairs(() => load(webPort, web.pid, costs.ours), () => load(barePort, bare.pid, costs.floor));
report(
  rateFigure("First page of a shopper's history through the app proxy, ten entries with their sentences, one web process", pairs, {
    unit: "/s",
    atLeast: 0.5,
    note: `floor: node:http that checks the same signature and reads one row by its key through pg; ${CONNECTIONS} connections, ${CUSTOMERS.toLocaleString("en-GB")} customers; ${Math.round(median(costs.ours))} against ${Math.round(median(costs.floor))} µs of the processor for an answer, without the database`,
  }),
);
await Promise.all([generator.stop(), bare.stop(), web.stop()]);
await dropDatabase(DATABASE);
