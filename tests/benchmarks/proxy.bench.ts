import path from "node:path";
import { freePort } from "#scripts/free-port.ts";
import { startWeb } from "#scripts/web.ts";
import { createDatabase, dropDatabase } from "./databases.ts";
import { IS_QUICK, measurePairs, median, rateFigure, report } from "./figure.ts";
import { startPart } from "./part.ts";
import type { ReadLoad, ReadResult } from "./proxy/load.ts";
import { processTimeMs } from "./cpu-time.ts";

// What blocks of the theme read through the app proxy, from the built web process, beside a server that checks the same signature and reads one row.

const CONNECTIONS = 32;
// So many that none of them asks more often than one customer may.
const CUSTOMERS = 10_000;
const ORDERS_EACH = 6;
const SECONDS = IS_QUICK ? 1.5 : 3;
const DATABASE = "bench_proxy";

const READS = [
  { what: "A shopper's code asked for through the app proxy, by its id, one web process", path: "/proxy/redemption?locale=en&id=bench-{customer}" },
  { what: "First page of a shopper's history through the app proxy, five entries with their sentences, one web process", path: "/proxy/history?locale=en" },
];

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

interface Server {
  port: number;
  pid: number;
  /** Processor time for one answer, in microseconds, without the generator and the database. */
  costsUs: number[];
}

async function load({ port, pid, costsUs }: Server, path: string): Promise<number> {
  const before = processTimeMs(pid);
  const result = await generator.ask<ReadResult>("run", { port, path, connections: CONNECTIONS, customers: CUSTOMERS, seconds: SECONDS } satisfies ReadLoad);
  if (result.refused > 0) throw new Error(`${result.refused} of ${result.answered} reads were refused`);
  costsUs.push(((processTimeMs(pid) - before) * 1_000) / result.answered);
  return result.perSecond;
}

for (const { what, path } of READS) {
  const [ours, floor]: [Server, Server] = [{ port: webPort, pid: web.pid, costsUs: [] }, { port: barePort, pid: bare.pid, costsUs: [] }];
  const pairs = await measurePairs(() => load(ours, path), () => load(floor, path));
  const [oursUs, floorUs] = [Math.round(median(ours.costsUs)), Math.round(median(floor.costsUs))];
  const note = `floor: node:http that checks the same signature and reads one row by its key through pg; ${CONNECTIONS} connections, ${CUSTOMERS.toLocaleString("en-GB")} customers; ${oursUs} against ${floorUs} µs of the processor for an answer, without the database`;
  report(rateFigure(what, pairs, { unit: "/s", atLeast: 0.5, note }));
}
await Promise.all([generator.stop(), bare.stop(), web.stop()]);
await dropDatabase(DATABASE);
