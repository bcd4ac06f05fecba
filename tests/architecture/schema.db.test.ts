import fs from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { migrate } from "#scripts/migrate.ts";
import { readModels, type Model } from "./prisma-models.ts";

/** Tables that no code reaches through Prisma, each with its reason. */
const WITHOUT_MODEL: Record<string, string> = {
  _prisma_migrations: "Prisma's own",
};

type Column = { table: string; column: string; type: string; isNullable: boolean };

const models = readModels(fs.readFileSync("prisma/schema.prisma", "utf8"));
let columns: Column[];
let keys: Map<string, string[]>;
let indexes: Map<string, string[]>;

beforeAll(async () => {
  const catalogue = await pool.query<Column>(`
    select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as "isNullable"
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`);
  columns = catalogue.rows;
  const found = await pool.query<{ table: string; index: string; columns: string[]; isPrimary: boolean }>(`
    select t.relname as "table", i.relname as "index", x.indisprimary as "isPrimary",
      array(select a.attname::text from unnest(x.indkey) with ordinality k (attnum, n)
            join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum order by k.n) as columns
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    where t.relnamespace = 'public'::regnamespace`);
  keys = new Map(found.rows.filter(({ isPrimary }) => isPrimary).map((row) => [row.table, row.columns]));
  indexes = new Map(found.rows.map((row) => [row.index, row.columns]));
});

const describeColumn = ({ table, column, type, isNullable }: Column) => `${table}.${column} ${type}${isNullable ? " null" : ""}`;

it("every table of the database has its model, and every model its table", () => {
  const tables = [...new Set(columns.map(({ table }) => table))].filter((table) => !(table in WITHOUT_MODEL));
  expect(models.map(({ table }) => table).toSorted()).toEqual(tables.toSorted());
});

it("models and tables agree on every column, its type and whether it may be empty", () => {
  const modelled = models.flatMap(({ table, fields }) => fields.map((field) => describeColumn({ table, ...field })));
  const real = columns.filter(({ table }) => !(table in WITHOUT_MODEL)).map(describeColumn);
  expect(modelled.toSorted()).toEqual(real.toSorted());
});

it("models and tables agree on the primary keys", () => {
  const modelled = Object.fromEntries(models.map(({ table, primaryKey }) => [table, primaryKey]));
  expect(modelled).toEqual(Object.fromEntries(models.map(({ table }) => [table, keys.get(table)])));
});

it("every index that a model names exists on the same columns", () => {
  const named = models.flatMap((model: Model) => model.indexes);
  expect(named.length).toBeGreaterThan(0);
  expect(named.map(({ name, columns: on }) => [name, on])).toEqual(named.map(({ name }) => [name, indexes.get(name)]));
});

it("every table of a shop's data leads with the shop", () => {
  const leads = Object.fromEntries([...keys].filter(([table]) => !(table in WITHOUT_MODEL)).map(([table, on]) => [table, on[0]]));
  const shopFirst = ["shop_id", "shop_domain"];
  const exceptions = ["shops", "inbox_events"]; // the shop itself; and what is taken in before we know whose it is
  expect(Object.entries(leads).filter(([table, first]) => !exceptions.includes(table) && !shopFirst.includes(first ?? ""))).toEqual([]);
});

it("a second run of the migrations finds nothing to do", async () => {
  expect(await migrate(process.env["DATABASE_URL"] ?? "")).toEqual([]);
});

afterAll(() => pool.end());
