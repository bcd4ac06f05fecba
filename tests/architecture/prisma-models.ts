export type ModelField = { column: string; type: string; isNullable: boolean };
export type Model = { table: string; fields: ModelField[]; primaryKey: string[]; indexes: { name: string; columns: string[] }[] };

/** PostgreSQL's names for what Prisma's types become. */
const TYPES: Record<string, string> = {
  Int: "integer",
  BigInt: "bigint",
  String: "text",
  Boolean: "boolean",
  DateTime: "timestamp without time zone",
  Json: "jsonb",
  Bytes: "bytea",
  Float: "double precision",
};
const NATIVE_TYPES: Record<string, (argument: string) => string> = {
  Char: (length) => `character(${length})`,
  VarChar: (length) => `character varying(${length})`,
  Timestamptz: (precision) => (precision ? `timestamp(${precision}) with time zone` : "timestamp with time zone"),
  Date: () => "date",
  SmallInt: () => "smallint",
  Json: () => "json",
  Real: () => "real",
};

/**
 * The tables that a schema.prisma describes. Reads only what such a file of ours holds: models, scalar fields, @map, @db,
 * @id and @@id, @@unique and @@index with a name. Throws on a native type that it does not know.
 */
export function readModels(schema: string): Model[] {
  const blocks = [...schema.matchAll(/^model (?<name>\w+) \{\n(?<body>[^]*?)^\}/gm)];
  const modelNames = new Set(blocks.map(({ groups }) => groups?.["name"]));
  return blocks.map(({ groups }) => readModel(groups?.["name"] ?? "", groups?.["body"] ?? "", modelNames));
}

function readModel(name: string, body: string, modelNames: Set<string | undefined>): Model {
  const lines = body.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("//"));
  const fields = lines
    .map((line) => /^(?<field>\w+)\s+(?<type>\w+)(?<shape>\[\]|\?)?(?<rest>.*)$/.exec(line)?.groups)
    .filter((line) => line !== undefined && !modelNames.has(line["type"]));
  const columnOf = new Map(fields.map((line) => [line?.["field"] ?? "", /@map\("(\w+)"\)/.exec(line?.["rest"] ?? "")?.[1] ?? line?.["field"] ?? ""]));
  const columnsOf = (list: string) => list.split(",").map((field) => columnOf.get(/\w+/.exec(field)?.[0] ?? "") ?? field);
  const ownKey = fields.find((line) => /@id\b/.test(line?.["rest"] ?? ""))?.["field"];
  const sharedKey = /^@@id\(\[([^\]]+)\]/m.exec(lines.join("\n"))?.[1];
  return {
    table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name,
    fields: fields.map((line) => ({
      column: columnOf.get(line?.["field"] ?? "") ?? "",
      type: typeOf(line?.["type"] ?? "", line?.["rest"] ?? "") + (line?.["shape"] === "[]" ? "[]" : ""),
      isNullable: line?.["shape"] === "?",
    })),
    primaryKey: columnsOf(sharedKey ?? ownKey ?? ""),
    indexes: [...lines.join("\n").matchAll(/^@@(?:unique|index)\(\[([^\]]+)\].*?map: "(\w+)"/gm)].map(([, list = "", index = ""]) => ({
      name: index,
      columns: columnsOf(list),
    })),
  };
}

function typeOf(type: string, rest: string): string {
  const native = /@db\.(\w+)(?:\((\d*)[^)]*\))?/.exec(rest);
  if (!native) return TYPES[type] ?? type;
  const translate = NATIVE_TYPES[native[1] ?? ""];
  if (!translate) throw new Error(`@db.${native[1]} is not known here; add it`);
  return translate(native[2] ?? "");
}
