import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startPostgres, type Postgres } from "#scripts/postgres.ts";
import { hasEnded } from "#scripts/running.ts";

const THIS = new URL("./postgres.ts", import.meta.url).href;
let folder: string;
let running: Postgres | undefined;
let launcher: ChildProcess | undefined;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "thrice-test-"));
  fs.chmodSync(folder, 0o755);
});
afterEach(async () => {
  launcher?.kill("SIGKILL");
  await running?.remove();
  running = undefined;
  fs.rmSync(folder, { recursive: true, force: true });
});

const start = async (options: Partial<Parameters<typeof startPostgres>[0]> = {}) => {
  running = await startPostgres({ dataDir: path.join(folder, "data", "postgres"), fsync: false, ...options });
  return running;
};

async function ask<T>(url: string, sql: string): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return Object.values((await client.query(sql)).rows[0] ?? {})[0] as T;
  } finally {
    await client.end();
  }
}

/** Another process that starts the server and then only waits. */
async function startElsewhere() {
  const script = `import { startPostgres } from ${JSON.stringify(THIS)};
    const server = await startPostgres({ dataDir: ${JSON.stringify(path.join(folder, "data", "postgres"))}, fsync: false });
    const url = await server.ensureDatabase("kept");
    console.log(url);
    setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  launcher = child;
  const url = await new Promise<string>((resolve) => child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim())));
  const pidFile = path.join(folder, "data", "postgres", "postmaster.pid");
  return { child, url, serverPid: Number.parseInt(fs.readFileSync(pidFile, "utf8"), 10) };
}

it("keeps what was stored over a stop, and throws it away when asked to", async () => {
  const first = await start();
  const url = await first.ensureDatabase("kept");
  await ask(url, "create table orders as select 3 as n");
  await first.stop();
  const second = await start();
  expect(await ask(await second.ensureDatabase("kept"), "select n from orders")).toBe(3);
  await second.stop();
  const third = await start({ empty: true });
  expect(await ask(third.url("postgres"), "select count(*)::int from pg_database where datname = 'kept'")).toBe(0);
});

it("says that a port is taken and uses another", async () => {
  const squatter = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => squatter.once("listening", resolve));
  const { port: taken } = squatter.address() as net.AddressInfo;
  const said: string[] = [];
  const server = await start({ port: taken, notice: (sentence) => said.push(sentence) });
  squatter.close();
  expect(server.port).not.toBe(taken);
  expect(said).toEqual([`Port ${taken} is taken; using ${server.port} instead.`]);
});

it("knows upper and lower case beyond ASCII", async () => {
  const server = await start();
  expect(await ask(server.url("postgres"), "select lower('ÉMILIE ŻÓŁĆ')")).toBe("émilie żółć");
});

it("lets nobody in without the password", async () => {
  const server = await start();
  await expect(ask(server.url("postgres").replace(/:[0-9a-f]+@/, ":wrong@"), "select 1")).rejects.toThrow("password authentication failed");
});

it("works in a folder that only its owner may enter", async () => {
  fs.chmodSync(folder, 0o700);
  const server = await start();
  expect(await ask(server.url("postgres"), "select 1")).toBe(1);
});

it("leaves no server behind when its launcher is killed, and takes its files over whole", async () => {
  const { child, url, serverPid } = await startElsewhere();
  await ask(url, "create table orders as select 7 as n");
  child.kill("SIGKILL");
  expect(await hasEnded(serverPid, 10_000)).toBe(true);
  expect(await ask(await (await start()).ensureDatabase("kept"), "select n from orders")).toBe(7);
});

it("does not touch the files of a server whose launcher lives", async () => {
  const { child, url, serverPid } = await startElsewhere();
  await expect(start()).rejects.toThrow(`is in use by process ${child.pid}`);
  expect(await ask(url, "select 1")).toBe(1);
  child.kill("SIGKILL");
  expect(await hasEnded(serverPid, 10_000)).toBe(true);
});
