import ts from "typescript";
import { expect, it } from "vitest";
import { filesBelow, parse, type SourceFile } from "./source-files.ts";

const kept = ["app/store", "app/ledger", "app/facts"].flatMap((folder) => filesBelow(folder)).filter(({ path }) => !path.includes(".test."));

it("every function that touches what is stored says what it keeps or answers", () => {
  expect(kept.length).toBeGreaterThan(50);
  expect(kept.flatMap(undescribed)).toEqual([]);
});

it("finds a function without a word, however it is written", () => {
  const text = "/** Said. */ export function said() {}\nexport function bare() {}\nexport const arrow = () => 1;\nfunction own() {}\nexport const NUMBER = 1;";
  expect(undescribed({ path: "app/store/x.ts", text })).toEqual(["app/store/x.ts: bare", "app/store/x.ts: arrow"]);
});

function undescribed(file: SourceFile): string[] {
  return parse(file).statements.flatMap((statement) => {
    const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported || ts.getJSDocCommentsAndTags(statement).length > 0) return [];
    const named = ts.isVariableStatement(statement) ? statement.declarationList.declarations.filter(({ initializer }) => initializer && ts.isFunctionLike(initializer)) : ts.isFunctionDeclaration(statement) ? [statement] : [];
    return named.map(({ name }) => `${file.path}: ${name?.getText() ?? "default"}`);
  });
}
