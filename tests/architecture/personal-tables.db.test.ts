import fs from "node:fs";
import { expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { PERSONAL_TABLES } from "#app/queries/personal-tables.ts";

/** Tables that name customers or orders and are in no answer to a data request, each with its reason. */
const NOT_IN_THE_DOCUMENT: Record<string, string> = {
  claims_before: "says when points were claimed before a change, which the points now say, for an hour",
  customer_tag_reads: "says when the tags were read, which the tags themselves say",
  product_questions: "says which orders wait until a product is read, and goes when it is",
  reconciliations: "says up to which order a comparison with Shopify has come, and what of its orders differed; goes after 30 days",
};

/** Tables of the document that name the person inside of a value. */
const NAMES_WITHIN = ["effects"];

/** A column that names a customer or an order, whatever it is called in full. */
const NAMES_SOMEBODY = /(?:^|_)(?:customer|order|member)_ids?$|^(?:email|first_name|last_name)$/;

const columnsOf = async () =>
  (await pool.query<{ table: string; column: string }>(
    `SELECT c.table_name AS "table", c.column_name AS "column" FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, c.ordinal_position`,
  )).rows;

it("every table that names customers or orders is in the answer to a data request, or excepted with a reason", async () => {
  const naming = [...new Set((await columnsOf()).filter(({ column }) => NAMES_SOMEBODY.test(column)).map(({ table }) => table))];
  expect(naming.length).toBeGreaterThan(25);
  const answered = [...PERSONAL_TABLES.map(({ table }) => table).filter((table) => !NAMES_WITHIN.includes(table)), ...Object.keys(NOT_IN_THE_DOCUMENT)];
  expect(answered.toSorted()).toEqual(naming.toSorted());
});

it("every column of such a table is shown under a name of its own or hidden for a reason", async () => {
  const columns = await columnsOf();
  for (const { table, shown, hidden = {} } of PERSONAL_TABLES) {
    const told = [...Object.keys(shown), ...Object.values(hidden).flatMap((names) => names.split(" "))];
    const real = columns.filter((one) => one.table === table && one.column !== "shop_id").map(({ column }) => column);
    expect({ table, columns: told.toSorted() }).toEqual({ table, columns: real.toSorted() });
    expect(new Set(Object.values(shown)).size, table).toBe(Object.keys(shown).length);
  }
});

it("keys, tokens, hashes and the names of staff are never shown", () => {
  const shown = PERSONAL_TABLES.flatMap(({ table, shown: names }) => Object.keys(names).map((column) => `${table}.${column}`));
  expect(shown.filter((column) => /hash|token|sealed|key|secret|_by$|gid|shopify_id/.test(column))).toEqual([]);
});

it("the page for the app store tells of every such table", () => {
  const page = fs.readFileSync("docs/app-store.md", "utf8");
  const tables = [...PERSONAL_TABLES.map(({ table }) => table), ...Object.keys(NOT_IN_THE_DOCUMENT)];
  expect(tables.filter((table) => !new RegExp(`\`${table}[.\`]`).test(page))).toEqual([]);
});
