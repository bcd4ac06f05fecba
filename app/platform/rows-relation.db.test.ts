import { expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { rowsRelation } from "./rows-relation.ts";

const ROWS = rowsRelation("r", { id: "bigint", title: "text", tags: "text[]", lines: "jsonb" });

it.each(['a "quoted" word', "a back\\slash, {braces}, and a comma", "two\nlines\twith a tab", "NULL", "", "\u2028 \u007f 🎁 \\u0022"])("brings %j to the database as it is", async (text) => {
  const row = { id: "9007199254740993", title: text, tags: [text, "second"], lines: [{ title: text, "a\"key": [text] }] };
  const { rows } = await pool.query(`SELECT r.* FROM ${ROWS.from(1)}`, ROWS.values([row, { id: "2" }]));
  expect(rows).toEqual([row, { id: "2", title: null, tags: null, lines: null }]);
});
