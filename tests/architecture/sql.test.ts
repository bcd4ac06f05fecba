import ts from "typescript";
import { expect, it } from "vitest";
import { roomOf } from "#scripts/lint/arrows.ts";
import { filesBelow, parse, sqlBelow, type SourceFile } from "./source-files.ts";

/** Rooms whose files may hold SQL. */
const SQL_ROOMS = ["facts", "store", "ledger", "ledger/read", "inbox", "inbox/accept", "effects/outbox", "queries"];

/** Files outside of these rooms, each with its reason. */
const EXCEPTIONS: Record<string, string> = {
  "app/endpoints/health.ts": "asks whether the database answers, and reads no row",
  "app/jobs/worker-life.server.ts": "tends graphile-worker's own rows, which belong to no shop",
  "app/shopify/session-rows.server.ts": "is the store of the library's sessions, in the library's own terms",
};

/** Exported functions with SQL that belong to no single shop, each with its reason. */
const SHOPLESS: Record<string, string> = {
  "app/store/api-tokens.server.ts: findShopOfToken": "asks whose the token is",
  "app/store/inbox.server.ts: listShopsWithPending": "asks which shops there are to work for",
  "app/store/imports.server.ts: dropStaleImports": "forgets by age, whatever the shop",
  "app/store/exports.server.ts: dropOldExports": "forgets by age, whatever the shop",
  "app/store/inbox.server.ts: deleteSettled": "forgets by age, whatever the shop",
  "app/effects/outbox.server.ts: forgetClosedEffects": "forgets by age, whatever the shop",
  "app/store/jobs.server.ts: enqueueJob": "the payload says which shop",
  "app/store/shops.server.ts: listWorkingShops": "asks which shops there are to work for",
};

const product = filesBelow("app").filter(({ path }) => roomOf(path) !== "tests");
const withSql = product.map((file) => ({ file, source: parse(file) })).filter(({ source }) => sqlBelow(source).length > 0);

it("SQL stands in the rooms that are made for it", () => {
  const wrong = withSql.filter(({ file }) => !SQL_ROOMS.includes(roomOf(file.path)) && !(file.path in EXCEPTIONS));
  expect(wrong.map(({ file, source }) => `${file.path}: ${sqlBelow(source)[0]}`)).toEqual([]);
});

it("every exported function with SQL is told which shop it is about", () => {
  const wrong = withSql
    .filter(({ file }) => SQL_ROOMS.includes(roomOf(file.path)))
    .flatMap(({ file, source }) => shoplessExports(file, source))
    .filter((name) => !(name in SHOPLESS));
  expect(wrong).toEqual([]);
});

it("no exception outlives its reason", () => {
  const paths = new Set(withSql.map(({ file }) => file.path));
  expect(Object.keys(EXCEPTIONS).filter((path) => !paths.has(path))).toEqual([]);
  const names = withSql.flatMap(({ file, source }) => shoplessExports(file, source));
  expect(Object.keys(SHOPLESS).filter((name) => !names.includes(name))).toEqual([]);
});

it("finds a function that forgets the shop, and SQL of either case", () => {
  const file = { path: "app/store/x.server.ts", text: "export async function listAll(tx: Tx, limit: number) { return tx.query(`select * from orders limit $1`, [limit]); }" };
  expect(shoplessExports(file, parse(file))).toEqual(["app/store/x.server.ts: listAll"]);
  const text = "const a = 'SELECT 1'; const b = `update orders set x = ${1}`; const c = 'Update the shop, set by set'; const d = 'Select an order';";
  expect(sqlBelow(parse({ path: "x.ts", text }))).toEqual(["SELECT 1", "update orders set x ="]);
});

/** Exported functions that hold SQL themselves, or name a constant of their file that does, without a shop in their parameters. */
function shoplessExports(file: SourceFile, source: ts.SourceFile): string[] {
  const constants = source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .filter((declaration) => sqlBelow(declaration).length > 0)
    .map(({ name }) => name.getText());
  return source.statements
    .filter((node): node is ts.FunctionDeclaration => ts.isFunctionDeclaration(node))
    .filter((node) => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)
    .filter((node) => sqlBelow(node).length > 0 || constants.some((name) => new RegExp(`\\b${name}\\b`).test(node.body?.getText() ?? "")))
    .filter((node) => !node.parameters.some((parameter) => /shop|\bdomain\b/i.test(parameter.getText())))
    .map((node) => `${file.path}: ${node.name?.text ?? "default"}`);
}
