import path from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { exportedNames, filesBelow, parse, walk, type SourceFile } from "./source-files.ts";

/** What a framework or a tool calls by where it stands. */
const CALLED_BY_PLACE = /^app\/(routes\/|root\.tsx$|entry\.)|^extensions\/|\.config\.(ts|js)$|\.d\.ts$/;

/** Exports that only tests use, each with its reason. */
const FOR_TESTS: Record<string, string> = {
  "app/domain/metrics/retention-rate.ts: retentionRate": "docs/formulas.md defines it and its example; no page shows it yet",
  "app/domain/metrics/retention-rate.ts: strictRetentionRate": "docs/formulas.md defines it and its example; no page shows it yet",
  "app/inbox/read-delivery.server.ts: READ_TOPICS": "each of them must have a sample of Shopify's",
  "app/shopify/scopes.ts: REWARD_SCOPES": "compared with shopify.app.toml, which is no code",
  "app/shopify/scopes.ts: STOREFRONT_SCOPES": "compared with shopify.app.toml, which is no code",
  "app/shopify/scopes.ts: SUMMARY_SCOPES": "compared with shopify.app.toml, which is no code",
  "scripts/postgres.ts: removeAbandonedServer": "the tests clear up behind servers that were killed",
  "standin/testing/open-test-shop.ts: openTestShop": "opens a shop for the stand-in's own tests",
};

const files = [...["app", "standin", "scripts", "extensions"].flatMap((folder) => filesBelow(folder)), ...filesBelow(".", /\.config\.(ts|js)$/).filter(({ path: at }) => !at.includes("/"))];
const unused = unusedExports(files.filter(({ path: at }) => !/\.test\.tsx?$/.test(at)));

it("whatever is exported has a caller that is no test", () => {
  expect(unused.toSorted()).toEqual(Object.keys(FOR_TESTS).toSorted());
});

it("finds exports without a caller, and takes every way of importing for one", () => {
  const text = "export const dead = 1, used = 2, renamed = 3; export const { part, lonely } = both; export type Own = 1; const own: Own = 1;";
  const importing = "import { used, renamed as other } from '#app/a.ts'; import type { T } from './c.ts'; type U = import('./c.ts').U; await import('./d.ts');";
  const files = [
    { path: "app/a.ts", text },
    { path: "app/b.ts", text: importing },
    { path: "app/c.ts", text: "export type T = 1; export type U = 1; export function left() {} export { part } from './a.ts';" },
    { path: "app/d.ts", text: "export const loaded = 1;" },
  ];
  expect(unusedExports(files)).toEqual(["app/a.ts: dead", "app/a.ts: lonely", "app/c.ts: left"]);
});

/** "path: name" of exports that no other file imports and their own file does not use. */
function unusedExports(files: SourceFile[]): string[] {
  const imported = new Set(files.flatMap(importedNames));
  const isUsed = (file: SourceFile, name: string) => imported.has(`${file.path}: ${name}`) || imported.has(`${file.path}: *`) || timesNamed(file, name) > 1;
  return files
    .filter((file) => !CALLED_BY_PLACE.test(file.path))
    .flatMap((file) => exportedNames(file).filter((name) => !isUsed(file, name)).map((name) => `${file.path}: ${name}`));
}

/** "path: name" of everything that a file imports or passes on, under its own name; "*" where it takes a module whole. */
function importedNames(file: SourceFile): string[] {
  const found: string[] = [];
  const take = (specifier: ts.Node | undefined, names: string[]) => {
    if (!specifier || !ts.isStringLiteral(specifier)) return;
    const from = specifier.text.startsWith("#") ? specifier.text.slice(1) : path.posix.join(path.posix.dirname(file.path), specifier.text);
    found.push(...names.map((name) => `${from}: ${name}`));
  };
  walk(parse(file), (node) => {
    if (ts.isImportDeclaration(node)) take(node.moduleSpecifier, namesIn(node.importClause?.namedBindings));
    if (ts.isExportDeclaration(node)) take(node.moduleSpecifier, namesIn(node.exportClause));
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) take(node.argument.literal, [node.qualifier?.getText() ?? "*"]);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) take(node.arguments[0], ["*"]);
  });
  return found;
}

function namesIn(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): string[] {
  if (!bindings) return [];
  return "elements" in bindings ? bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text) : ["*"];
}

function timesNamed(file: SourceFile, name: string): number {
  let times = 0;
  walk(parse(file), (node) => {
    if (ts.isIdentifier(node) && node.text === name) times += 1;
  });
  return times;
}
