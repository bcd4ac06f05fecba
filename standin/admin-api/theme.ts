import { themeOf } from "#standin/storefront/theme-templates.ts";
import type { ThemeFileRecord, ThemeRecord } from "#standin/shop/theme.ts";
import { connection, fieldsOf, gid, type ConnectionField, type FieldArguments } from "./fields.ts";
import { badRequest } from "./graphql-errors.ts";

const FILENAMES_MAX = 50;
const FIRST_MAX = 2_500;
/** Shopify returns fewer files than asked for when they are large; how large is not published. */
const PAGE_BYTES_MAX = 500_000;

/** The one theme of the stand-in is live. */
export const themesConnection: ConnectionField = connection(
  (_source, args, { house }) => (Array.isArray(args["roles"]) && !args["roles"].includes("MAIN") ? [] : [themeOf(house.shop)]),
  (theme: ThemeRecord) => theme.id,
);

export const themeFields = fieldsOf<ThemeRecord>({
  id: (theme) => gid("OnlineStoreTheme", theme.id),
  name: (theme) => theme.name,
  role: () => "MAIN",
  prefix: (theme) => `/t/${theme.id}`,
  processing: () => false,
  processingFailed: () => false,
  themeStoreId: () => null,
  files: filesPage,
});

type Named = [filename: string, file: ThemeFileRecord];

function filesPage({ files }: ThemeRecord, args: FieldArguments): object {
  const patterns = args["filenames"] as string[] | null | undefined;
  const first = Number(args["first"] ?? 50);
  if (patterns && patterns.length > FILENAMES_MAX) throw badRequest(`filenames can have at most ${FILENAMES_MAX} items`);
  if (first < 1 || first > FIRST_MAX) throw badRequest(`first must be between 1 and ${FIRST_MAX}`);
  const isWanted = (filename: string) => !patterns || patterns.some((pattern) => matches(filename, pattern));
  const after = args["after"] == null ? "" : Buffer.from(String(args["after"]), "base64").toString();
  const rest = [...files].filter(([filename]) => isWanted(filename) && filename > after).sort(([a], [b]) => (a < b ? -1 : 1));
  let bytes = 0;
  const page = rest.slice(0, first).filter(([, file], at) => (bytes += sizeOf(file)) <= PAGE_BYTES_MAX || at === 0);
  const cursorOf = ([filename]: Named) => Buffer.from(filename).toString("base64");
  return {
    nodes: page.map(fileNode),
    edges: page.map((named) => ({ node: fileNode(named), cursor: cursorOf(named) })),
    pageInfo: { hasNextPage: page.length < rest.length, hasPreviousPage: after !== "", startCursor: page[0] ? cursorOf(page[0]) : null, endCursor: page.at(-1) ? cursorOf(page.at(-1)!) : null },
    userErrors: [],
  };
}

const matches = (filename: string, pattern: string): boolean => new RegExp(`^${pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`).test(filename);

const sizeOf = (file: ThemeFileRecord): number => ("content" in file ? Buffer.byteLength(file.content) : 0);

const fileNode = ([filename, file]: Named): object => ({
  filename,
  size: String(sizeOf(file)),
  contentType: filename.endsWith(".json") ? "application/json" : "text/x-liquid",
  body: "content" in file ? { __typename: "OnlineStoreThemeFileBodyText", content: file.content } : { __typename: "OnlineStoreThemeFileBodyUrl", url: file.url },
});
