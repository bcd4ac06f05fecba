export type TomlTable = { [key: string]: TomlValue };
type TomlValue = string | boolean | string[] | TomlTable | TomlTable[];

/**
 * Reads the part of TOML that shopify.app.toml is written in: tables, lists of tables, texts, booleans and lists of texts.
 * Throws for every line that it does not know, so that nothing escapes the checks by being skipped.
 */
export function readToml(source: string): TomlTable {
  const root: TomlTable = {};
  let table = root;
  const lines = source.replace(/\[\s*\n((?:[^[\]]*\n)*?)\s*\]/g, (list) => list.replaceAll("\n", " ")).split("\n");
  for (const raw of lines) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const [, list] = /^\[\[([\w.]+)\]\]$/.exec(line) ?? [];
    const [, single] = /^\[([\w.]+)\]$/.exec(line) ?? [];
    const [, key, value] = /^(\w+) = (.+)$/.exec(line) ?? [];
    if (list) table = openTable(root, list.split("."), true);
    else if (single) table = openTable(root, single.split("."), false);
    else if (key && value) table[key] = readValue(value);
    else throw new Error(`not understood: ${line}`);
  }
  return root;
}

function openTable(root: TomlTable, path: string[], isList: boolean): TomlTable {
  let table = root;
  for (const [index, key] of path.entries()) {
    if (isList && index === path.length - 1) {
      const items = (table[key] ??= []) as TomlTable[];
      items.push({});
      return items[items.length - 1] as TomlTable;
    }
    table = (table[key] ??= {}) as TomlTable;
  }
  return table;
}

function readValue(text: string): TomlValue {
  if (text === "true" || text === "false") return text === "true";
  // A text or a list of texts in TOML is also one in JSON, but for a comma at the end.
  return JSON.parse(text.replace(/,\s*\]$/, "]")) as string | string[];
}
