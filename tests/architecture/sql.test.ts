import fs from "node:fs";
import ts from "typescript";
import { expect, it } from "vitest";
import { roomOf } from "#scripts/lint/arrows.ts";
import { declarationsOf, filesBelow, namedIn, parse, queriesBelow, sqlBelow, textBelow, walk, type SourceFile } from "./source-files.ts";

/** Rooms whose files may hold SQL. */
const SQL_ROOMS = ["facts", "store", "ledger", "ledger/read", "inbox", "inbox/accept", "effects/outbox", "queries"];

/** Files outside of these rooms, each with its reason. */
const EXCEPTIONS: Record<string, string> = {
  "app/platform/db.server.ts": "begins and ends transactions",
  "app/platform/copy-lines.server.ts": "copies what its caller says, by the caller's statement",
  "app/usecases/preview-program.server.ts": "lets its transaction write nothing",
  "app/endpoints/health.ts": "asks whether the database answers, and reads no row",
  "app/jobs/worker-life.server.ts": "tends graphile-worker's own rows, which belong to no shop",
  "app/shopify/session-rows.server.ts": "is the store of the library's sessions, in the library's own terms",
};

/** Exported functions with SQL that belong to no single shop, each with its reason. */
const SHOPLESS: Record<string, string> = {
  "app/store/api-tokens.server.ts: findShopOfToken": "asks whose the token is",
  "app/inbox/accept.server.ts: accept": "every delivery says whose it is",
  "app/store/inbox.server.ts: listShopsWithPending": "asks which shops there are to work for",
  "app/store/erase-wishes.server.ts: listEraseWishes": "asks which shops there are to look into",
  "app/store/imports.server.ts: dropStaleImports": "forgets by age, whatever the shop",
  "app/store/reconciliations.server.ts: dropOldReconciliations": "forgets by age, whatever the shop",
  "app/store/exports.server.ts: dropOldExports": "forgets by age, whatever the shop",
  "app/store/inbox.server.ts: deleteSettled": "forgets by age, whatever the shop",
  "app/store/inbox.server.ts: replayOurFaults": "tries again by age, whatever the shop",
  "app/effects/outbox.server.ts: forgetClosedEffects": "forgets by age, whatever the shop",
  "app/store/jobs.server.ts: enqueueJob": "the payload says which shop",
  "app/store/jobs.server.ts: enqueueOnceMore": "the payload says which shop",
  "app/store/jobs.server.ts: enqueueUnlessUnderWay": "the payload says which shop",
  "app/store/jobs.server.ts: enqueueUnlessInLine": "the payload says which shop",
  "app/store/shops.server.ts: listInstalledShops": "asks which shops there are to work for",
  "app/store/shops.server.ts: listWorkingShops": "asks which shops there are to work for",
  "app/store/statistics.server.ts: refreshStatistics": "counts what is there for the planner, whatever the shop",
  "app/store/time-zones.server.ts: isTimeZoneKnown": "reads the list of zones that the database brings",
};

/** Functions that know their shop, and have a statement that does not say so, each with the reason. */
const SHOPLESS_STATEMENTS: Record<string, string> = {
  "app/facts/load-order-piece.server.ts: mergePiece": "makes empty tables to copy a shop's file into",
  "app/facts/upsert-customers.server.ts: upsertPeople": "writes by either of two statements of its file, both with the shop",
  "app/queries/list-customers.server.ts: countCustomers": "customerCondition begins with the shop",
  "app/queries/list-customers.server.ts: loadRows": "customerCondition begins with the shop",
  "app/store/inbox.server.ts: lockArrival": "locks by the shop's domain, and reads no row",
  "app/store/lock-shop-facts.server.ts: endWhenWanted": "ends the waiting of a connection, whose shop it need not know",
  "app/store/lock-shop-facts.server.ts: isLockedNow": "locks by the shop's id, and reads no row",
  "app/store/lock-shop-facts.server.ts: lockShopFacts": "locks by the shop's id, and reads no row",
  "app/store/lock-shop-facts.server.ts: lockUntil": "says how long the lock may take, and reads no row",
  "app/store/lock-shop-facts.server.ts: shareShopFacts": "locks by the shop's id, and reads no row",
  "app/store/shops.server.ts: deleteShop": "tells the triggers which shop goes",
};

/** The shop's column, its own row by id or domain, or one of our SQL functions, which take the shop first. Settings concern no rows. */
const NAMES_SHOP =
  /\bshop_id\b|\bshop_domain\b|\bINTO shops\b|\bshops\b[^]*\b(?:id|domain) = \$|\b(?:countable_orders|counted_orders|counting_spans|score_members)\(\$|^\s*SET (?:LOCAL|TRANSACTION) /;

const product = filesBelow("app").filter(({ path }) => roomOf(path) !== "tests");
const withSql = product.map((file) => ({ file, source: parse(file) })).filter(({ source }) => sqlBelow(source).length > 0);
const inRooms = withSql.filter(({ file }) => SQL_ROOMS.includes(roomOf(file.path)));

it("SQL stands in the rooms that are made for it", () => {
  const wrong = withSql.filter((one) => !inRooms.includes(one) && !(one.file.path in EXCEPTIONS));
  expect(wrong.map(({ file, source }) => `${file.path}: ${sqlBelow(source)[0]}`)).toEqual([]);
});

it("the page of the architecture names these rooms", () => {
  const [, sentence] = /SQL stands in (.*?);/s.exec(fs.readFileSync("docs/architecture.md", "utf8")) ?? [];
  expect([...(sentence ?? "").matchAll(/`([\w/]+)`/g)].map(([, room]) => room).sort()).toEqual(SQL_ROOMS.toSorted());
});

it("every exported function with SQL is told which shop it is about", () => {
  expect(inRooms.flatMap(({ file, source }) => shoplessExports(file, source)).filter((name) => !(name in SHOPLESS))).toEqual([]);
});

it("every statement says which shop it is about", () => {
  const wrong = inRooms.flatMap(({ file, source }) => shoplessStatements(file, source));
  expect(wrong.filter((name) => !(name in SHOPLESS) && !(name in SHOPLESS_STATEMENTS))).toEqual([]);
});

it("no exception outlives its reason", () => {
  const paths = new Set(withSql.map(({ file }) => file.path));
  expect(Object.keys(EXCEPTIONS).filter((path) => !paths.has(path))).toEqual([]);
  const names = inRooms.flatMap(({ file, source }) => shoplessExports(file, source));
  expect(Object.keys(SHOPLESS).filter((name) => !names.includes(name))).toEqual([]);
  const statements = inRooms.flatMap(({ file, source }) => shoplessStatements(file, source));
  expect(Object.keys(SHOPLESS_STATEMENTS).filter((name) => !statements.includes(name))).toEqual([]);
});

const found = (text: string, look: (file: SourceFile, source: ts.SourceFile) => string[]) => {
  const file = { path: "x.ts", text };
  return look(file, parse(file));
};

it.each([
  ["a function", "export async function listAll(tx: Tx, limit: number) { return tx.query(`select * from orders limit $1`, [limit]); }"],
  ["an arrow", 'export const listAll = (tx: Tx) => tx.query("SELECT * FROM orders");'],
  ["a function within another's call", 'export const listAll = shared(async (tx: Tx) => tx.query("SELECT * FROM orders"));'],
  ["a statement that begins with no verb", "export const listAll = (tx: Tx) => tx.query(`\n (SELECT order_id FROM orders) UNION ALL SELECT 1`);"],
  ["a statement with a name", 'const ALL = "(SELECT 1)"; export const listAll = (tx: Tx) => tx.query(ALL);'],
  ["a function of the same file that has it", 'const ask = (tx: Tx) => tx.query("(SELECT 1)"); export function listAll(tx: Tx) { return ask(tx); }'],
])("finds %s that forgets the shop", (_, text) => {
  expect(found(text, shoplessExports)).toEqual(["x.ts: listAll"]);
});

it("finds a statement that forgets the shop although its function knows it", () => {
  expect(found("export const listAll = (tx: Tx, shopId: number) => tx.query(`SELECT * FROM orders WHERE order_id = $1`, [shopId]);", shoplessStatements)).toEqual(["x.ts: listAll"]);
  expect(found('const OF = "o.shop_id = $1"; export const listAll = (tx: Tx, shopId: number) => tx.query(`SELECT FROM orders o WHERE ${OF}`, [shopId]);', shoplessStatements)).toEqual([]);
});

it("finds SQL of either case, and whatever is handed to the database", () => {
  const text = "const a = 'SELECT 1'; const b = `update orders set x = ${1}`; const c = 'Update the shop, set by set'; const d = 'Select an order';";
  expect(sqlBelow(parse({ path: "x.ts", text }))).toEqual(["SELECT 1", "update orders set x ="]);
  expect(sqlBelow(parse({ path: "x.ts", text: 'await client.query("ROLLBACK"); await pool.query(text);' }))).toEqual(["ROLLBACK", "text"]);
});

/** Exported functions that hold SQL themselves, or name something of their file that does, without a shop in their parameters. */
function shoplessExports(file: SourceFile, source: ts.SourceFile): string[] {
  const declarations = declarationsOf(source);
  const withSql = new Set(declarations.filter(({ node }) => sqlBelow(node).length > 0).map(({ name }) => name));
  for (let size = -1; size < withSql.size; ) {
    size = withSql.size;
    for (const { name, node } of declarations) if (namesOneOf(node, withSql)) withSql.add(name);
  }
  return declarations
    .filter(({ name, isExported, parameters }) => isExported && withSql.has(name) && parameters && !parameters.some((one) => /shop|\bdomain\b/i.test(one.getText())))
    .map(({ name }) => `${file.path}: ${name}`);
}

function namesOneOf(node: ts.Node, names: ReadonlySet<string>): boolean {
  let isFound = false;
  walk(node, (child) => (isFound ||= ts.isIdentifier(child) && names.has(child.text)));
  return isFound;
}

/** Functions with a statement that says nothing of the shop: neither in itself nor in what it is put together from in its file. */
function shoplessStatements(file: SourceFile, source: ts.SourceFile): string[] {
  const known = namedIn(source);
  const wrong = declarationsOf(source).filter(({ node }) => queriesBelow(node).some((query) => !NAMES_SHOP.test(textBelow(query, known))));
  return wrong.map(({ name }) => `${file.path}: ${name}`);
}
