import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, inject, it } from "vitest";
import { migrate } from "#scripts/migrate.ts";

const database = `thrice_migrate_${process.pid}`;
let folder: string;
let url: string;

async function run<Row extends pg.QueryResultRow>(connectionString: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const write = (name: string, sql: string) => {
  fs.mkdirSync(path.join(folder, name), { recursive: true });
  fs.writeFileSync(path.join(folder, name, "migration.sql"), sql);
};

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "thrice-migrations-"));
  await run(inject("adminDatabaseUrl"), `create database ${database}`);
  const target = new URL(inject("adminDatabaseUrl"));
  target.pathname = `/${database}`;
  url = target.href;
  write("1_orders", "create table orders (id int);");
  write("2_members", "set search_path = ''; create table public.members (id int);");
});
afterEach(async () => {
  fs.rmSync(folder, { recursive: true });
  await run(inject("adminDatabaseUrl"), `drop database ${database} with (force)`);
});

it("applies what is new, in order, once", async () => {
  expect(await migrate(url, folder)).toEqual(["1_orders", "2_members"]);
  write("3_refunds", "create table refunds (id int);");
  expect(await migrate(url, folder)).toEqual(["3_refunds"]);
  expect(await migrate(url, folder)).toEqual([]);
});

it("two processes at once apply everything exactly once", async () => {
  const applied = await Promise.all([migrate(url, folder), migrate(url, folder)]);
  expect(applied.flat()).toEqual(["1_orders", "2_members"]);
});

it("brings the tables of the job queue too", async () => {
  await migrate(url, folder);
  expect(await run(url, "select to_regclass('graphile_worker._private_jobs') is not null as there")).toEqual([{ there: true }]);
});

it("a migration that fails leaves nothing of itself, and stops later ones until it is repaired", async () => {
  write("3_broken", "create table refunds (id int); select 1 / 0;");
  await expect(migrate(url, folder)).rejects.toThrow("Migration 3_broken failed: division by zero");
  expect(await run(url, "select to_regclass('refunds') as refunds")).toEqual([{ refunds: null }]);
  await expect(migrate(url, folder)).rejects.toThrow("Migration 3_broken failed earlier");
});

it("refuses a migration that was edited after it was applied, and a database from a later version", async () => {
  await migrate(url, folder);
  write("1_orders", "create table orders (id bigint);");
  await expect(migrate(url, folder)).rejects.toThrow("Migration 1_orders was edited");
  fs.rmSync(path.join(folder, "1_orders"), { recursive: true });
  await expect(migrate(url, folder)).rejects.toThrow("which this version of the app does not know");
});
