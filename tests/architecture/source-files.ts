import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

const SKIPPED = new Set(["node_modules", "generated", "build", ".data", ".git"]);

export type SourceFile = { path: string; text: string };

/** Files below a folder of the repository, paths with slashes from its root, generated ones left out. */
export function filesBelow(folder: string, extension = /\.(ts|tsx|js)$/): SourceFile[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name))
    .flatMap((entry) => {
      const at = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(at, extension);
      return extension.test(entry.name) ? [{ path: at, text: fs.readFileSync(at, "utf8") }] : [];
    });
}

/** Everything that a file imports or re-exports, types and dynamic imports included, as written. */
export function importsOf({ text }: SourceFile): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

export function parse({ path: name, text }: SourceFile): ts.SourceFile {
  const kind = name.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, kind);
}

/** Calls `visit` for a node and everything below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** SQL is written in one case, lower or upper; English begins a sentence with a single capital. */
const SQL =
  /^\s*(?:--.*\n\s*)*(?:(?:select|insert\s+into|update\s+\S+\s+(?:\S+\s+)?set|delete\s+from|merge\s+into|with\s+(?:recursive\s+)?\w+\s+as|copy\s+\w+|create\s+(?:table|index|database)|alter\s+table|truncate|lock\s+table|notify|call)\b|(?:SELECT|INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|WITH\s+\w+\s+AS|COPY\s+\w+|CREATE\s+TABLE|TRUNCATE)\b)/;

/** The SQL statements in the string literals below a node. */
export function sqlBelow(node: ts.Node): string[] {
  const found: string[] = [];
  walk(node, (child) => {
    if (ts.isStringLiteral(child) || ts.isNoSubstitutionTemplateLiteral(child) || ts.isTemplateHead(child)) {
      if (SQL.test(child.text)) found.push(child.text.trim().replace(/\s+/g, " ").slice(0, 80));
    }
  });
  return found;
}
