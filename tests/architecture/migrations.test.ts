import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const MIGRATIONS = "prisma/migrations";
/** Older ones came before any release had to go on working beside them. */
const SINCE = "20261126";
const ANNOUNCED = /^-- (?:Contract: |Stop the old processes first)/m;
// A function that is dropped and made again answers differently; one that answers the same is replaced.
const TAKES_AWAY = /\bRENAME\b|\bDROP\s+(?:TABLE|COLUMN|VIEW|TYPE|FUNCTION)\b|\bALTER\s+COLUMN\s+\w+\s+(?:SET\s+DATA\s+)?TYPE\b/i;

/** Whether a migration takes away what the release before may name, or gives it another form. */
const takesAway = (sql: string): boolean => TAKES_AWAY.test(sql.replaceAll(/--.*$/gm, ""));

it("a migration that takes away what the release before may name says so", () => {
  const late = fs.readdirSync(MIGRATIONS).filter((name) => name >= SINCE && fs.existsSync(path.join(MIGRATIONS, name, "migration.sql")));
  const silent = late.filter((name) => {
    const sql = fs.readFileSync(path.join(MIGRATIONS, name, "migration.sql"), "utf8");
    return takesAway(sql) && !ANNOUNCED.test(sql);
  });
  expect(silent).toEqual([]);
});

it.each([
  ["ALTER TABLE orders RENAME COLUMN tags TO labels;", true],
  ["ALTER TABLE product_facts RENAME TO product_reads;", true],
  ["ALTER TABLE orders DROP COLUMN tags;", true],
  ["drop table orders;", true],
  ["ALTER TABLE orders ALTER COLUMN total_minor TYPE numeric;", true],
  ["DROP FUNCTION counting_spans(integer);", true],
  ["ALTER TABLE orders ADD COLUMN labels text[];\nDROP INDEX orders_by_tag;", false],
  ["-- What the other one would DROP COLUMN for.\nCREATE INDEX orders_by_label ON orders (shop_id);", false],
])("%s", (sql, does) => {
  expect(takesAway(sql)).toBe(does);
});
