import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { freePort } from "#scripts/free-port.ts";
import { startWeb } from "#scripts/web.ts";
import type { Load, LoadResult } from "./ack/load.ts";
import { createDatabase, dropDatabase } from "./databases.ts";
import { IS_QUICK, measurePairs, median, rateFigure, report, rounded, say } from "./figure.ts";
import { startPart } from "./part.ts";

// Deliveries of 6 kB to the built web process, which answers after the commit, beside a server that checks the signature only.

const CONNECTIONS = 100;
const SECONDS = IS_QUICK ? 1.5 : 3;
const DATABASE = "bench_ack";

const databaseUrl = await createDatabase(DATABASE);
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
const bare = await startPart("ack/hmac-server.ts");
const generator = await startPart("ack/load.ts");
const barePort = await bare.ask<number>("port");

let accepted = 0;
const floorShares: { generator: number; server: number }[] = [];

async function load(wish: Omit<Load, "path" | "connections">): Promise<LoadResult> {
  const result = await generator.ask<LoadResult>("run", { path: "/webhooks", connections: CONNECTIONS, ...wish } satisfies Load);
  if (result.refused > 0) throw new Error(`${result.refused} of ${result.answered} deliveries were refused`);
  if (wish.port === webPort) accepted += result.answered;
  return result;
}

async function floor(): Promise<number> {
  const cpuBefore = cpuSeconds(bare.pid);
  const { perSecond, cpuShare } = await load({ port: barePort, seconds: SECONDS });
  floorShares.push({ generator: cpuShare, server: (cpuSeconds(bare.pid) - cpuBefore) / SECONDS });
  return perSecond;
}

const pairs = await measurePairs(async () => (await load({ port: webPort, seconds: SECONDS })).perSecond, floor);
const [generatorShare, serverShare] = [median(floorShares.map(({ generator }) => generator)), median(floorShares.map(({ server }) => server))];
report(
  rateFigure("Deliveries acknowledged after their commit, 6 kB, one web process", pairs, {
    unit: "/s",
    atLeast: 0.4,
    note: `floor: node:http that only checks the HMAC, ${Math.round(serverShare * 100)} % of a core; the generator (own, ${CONNECTIONS} connections) took ${Math.round(generatorShare * 100)} %`,
  }),
);

const half = median(pairs.map(({ ours }) => ours)) / 2;
say(`  at half of the maximum, ${rounded(half)} /s`);
const calm: { ours: LoadResult; floor: LoadResult }[] = [];
for (let repetition = 0; repetition < pairs.length; repetition++) {
  calm.push({ ours: await load({ port: webPort, seconds: SECONDS, ratePerSecond: half }), floor: await load({ port: barePort, seconds: SECONDS, ratePerSecond: half }) });
}
const p99Ms = median(calm.map(({ ours }) => ours.p99Ms));
report({
  what: "Time to the acknowledgement at half of that rate, 99th percentile",
  ours: `${rounded(p99Ms)} ms`,
  floor: `${rounded(median(calm.map(({ floor }) => floor.p99Ms)))} ms`,
  ratio: median(calm.map(({ ours, floor }) => ours.p99Ms / floor.p99Ms)),
  target: { atMost: 50 },
  held: p99Ms,
  note: "counted from when a delivery was due",
});

const stored = await countStored();
say(`  ${accepted} acknowledged, ${stored} stored`);
if (stored !== accepted) throw new Error(`${accepted} deliveries were acknowledged, ${stored} are stored`);
await Promise.all([generator.stop(), bare.stop(), web.stop()]);
await dropDatabase(DATABASE);

async function countStored(): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return Number((await client.query<{ count: string }>("select count(*) from inbox_events")).rows[0]?.count);
  } finally {
    await client.end();
  }
}

/** What a process has used so far, of all cores together; 0 where the system does not tell. */
function cpuSeconds(pid: number): number {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}
