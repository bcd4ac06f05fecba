import path from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { filesBelow, parse, type SourceFile } from "./source-files.ts";

/** Words that say nothing about what a thing is. */
const EMPTY_WORDS = ["util", "utils", "helper", "helpers", "common", "misc", "manager", "service", "processor", "info", "new", "temp", "v2", "stuff"];

/** Shopify's words stay Shopify's. */
const SHOPIFY_NAMES = ["moneyV2"];

const files = ["app", "standin", "scripts", "tests"].flatMap((folder) => filesBelow(folder));

/** "settleMembers" and "settle-members.server" -> their words in lower case */
function wordsOf(name: string): string[] {
  return name.replace(/([a-z\d])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z\d]+/).filter(Boolean);
}

function exportedNames(file: SourceFile): string[] {
  return parse(file).statements.flatMap((statement) => {
    const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText());
    const { name } = statement as ts.Statement & { name?: ts.Identifier };
    return name ? [name.text] : [];
  });
}

it("no file and no exported name uses a word that says nothing", () => {
  const wrong = files.flatMap((file) => {
    const names = [...path.posix.dirname(file.path).split("/"), path.posix.basename(file.path), ...exportedNames(file)];
    return names.filter((name) => !SHOPIFY_NAMES.includes(name) && wordsOf(name).some((word) => EMPTY_WORDS.includes(word))).map((name) => `${file.path}: ${name}`);
  });
  expect(wrong).toEqual([]);
});

it("files are named in kebab-case", () => {
  const wrong = files.filter(({ path: at }) => !/^(\$|_index|[a-z\d][a-z\d-]*)(\.[a-z\d$-]+)*\.(ts|tsx|js)$/.test(path.posix.basename(at)));
  expect(wrong.map(({ path: at }) => at)).toEqual([]);
});

it("nine files of ten stay below 160 lines", () => {
  const counts = files.map(({ text }) => text.split("\n").length).sort((a, b) => a - b);
  expect(counts[Math.floor(counts.length * 0.9)]).toBeLessThan(160);
});

it("splits names into words", () => {
  expect(wordsOf("orderInfo")).toEqual(["order", "info"]);
  expect(wordsOf("settle-members.server.ts")).toEqual(["settle", "members", "server", "ts"]);
});
