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

/** The names that the statements of a file export, types included; what it passes on from another file is not among them. */
export function exportedNames(file: SourceFile): string[] {
  return parse(file).statements.flatMap((statement) => {
    const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
    const { name } = statement as ts.Statement & { name?: ts.Identifier };
    return name ? [name.text] : [];
  });
}

const boundNames = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name) ? [name.text] : name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));

/** Calls `visit` for a node and everything below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** SQL is written in one case, lower or upper; English begins a sentence with a single capital. */
const SQL =
  /^\s*(?:--.*\n\s*)*(?:(?:select|insert\s+into|update\s+\S+\s+(?:\S+\s+)?set|delete\s+from|merge\s+into|with\s+(?:recursive\s+)?\w+\s+as|copy\s+\w+|create\s+(?:table|index|database)|alter\s+table|truncate|lock\s+table|notify|call)\b|(?:SELECT|INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|WITH\s+\w+\s+AS|COPY\s+\w+|CREATE\s+TABLE|TRUNCATE)\b)/;

/** The SQL below a node: string literals that begin as a statement does, and whatever is handed to a database's `query`, as it is written. */
export function sqlBelow(node: ts.Node): string[] {
  const found: string[] = [];
  walk(node, (child) => {
    const isText = ts.isStringLiteral(child) || ts.isNoSubstitutionTemplateLiteral(child) || ts.isTemplateHead(child);
    if (isText && SQL.test(child.text)) found.push(child.text);
  });
  const asked = queriesBelow(node).map((query) => (ts.isStringLiteralLike(query) ? query.text : query.getText()));
  return [...new Set([...found, ...asked])].map((text) => text.trim().replace(/\s+/g, " ").slice(0, 80));
}

/** What is handed to `query` below a node, whatever it is and whatever it begins with. */
export function queriesBelow(node: ts.Node): ts.Expression[] {
  const found: ts.Expression[] = [];
  walk(node, (child) => {
    if (!ts.isCallExpression(child) || !ts.isPropertyAccessExpression(child.expression) || child.expression.name.text !== "query") return;
    if (child.arguments[0]) found.push(child.arguments[0]);
  });
  return found;
}

/** A function or constant of a file's own level. `parameters` are those of the function that it is, or that it is made of; undefined for a value. */
export type Declaration = { name: string; isExported: boolean; node: ts.Node; parameters: readonly ts.ParameterDeclaration[] | undefined };

export function declarationsOf(source: ts.SourceFile): Declaration[] {
  const isExported = (node: ts.FunctionDeclaration | ts.VariableStatement) => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
  return source.statements.flatMap((node): Declaration[] => {
    if (ts.isFunctionDeclaration(node)) return [{ name: node.name?.text ?? "default", isExported: isExported(node), node, parameters: node.parameters }];
    if (!ts.isVariableStatement(node)) return [];
    return node.declarationList.declarations.map((one) => ({ name: one.name.getText(), isExported: isExported(node), node: one, parameters: functionBelow(one)?.parameters }));
  });
}

function functionBelow(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return node;
  return ts.forEachChild(node, functionBelow);
}

/** What every name of a file stands for: the value that it was given, the list that it is taken from, or the function. */
export function namedIn(source: ts.SourceFile): ReadonlyMap<string, ts.Node> {
  const known = new Map<string, ts.Node>();
  const name = (binding: ts.BindingName, value: ts.Node): void => {
    if (ts.isIdentifier(binding)) known.set(binding.text, value);
    else for (const element of binding.elements) if (ts.isBindingElement(element)) name(element.name, value);
  };
  walk(source, (node) => {
    if (ts.isFunctionDeclaration(node) && node.name && node.body) known.set(node.name.text, node.body);
    if (!ts.isVariableDeclaration(node)) return;
    const loop = node.parent.parent;
    const value = ts.isForOfStatement(loop) && loop.initializer === node.parent ? loop.expression : node.initializer;
    if (value) name(node.name, value);
  });
  return known;
}

/** The texts below a node, and those of what it names among `known`: what a statement that is put together says. */
export function textBelow(node: ts.Node, known: ReadonlyMap<string, ts.Node>): string {
  const seen = new Set<ts.Node>();
  const read = (at: ts.Node): string => {
    let text = "";
    walk(at, (child) => {
      if (ts.isStringLiteralLike(child) || ts.isTemplateHead(child) || ts.isTemplateMiddleOrTemplateTail(child)) text += ` ${child.text}`;
      const named = ts.isIdentifier(child) ? known.get(child.text) : undefined;
      if (!named || seen.has(named)) return;
      seen.add(named);
      text += read(named);
    });
    return text;
  };
  return read(node);
}
