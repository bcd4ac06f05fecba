import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Rule } from "eslint";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Which room a file belongs to: the first match counts. A test may import everything, wherever it stands. */
const ROOMS: [room: string, pattern: RegExp][] = [
  ["tests", /^tests\/|\.test\.tsx?$/],
  ["generated", /^app\/generated\//],
  ["effects/outbox", /^app\/effects\/outbox\.server\.ts$/],
  ["inbox/accept", /^app\/inbox\/accept\.server\.ts$/],
  ["ledger/read", /^app\/ledger\/read\.server\.ts$/],
  // Where the library calls back into the product (a shop was installed), and what page routes need of it.
  ["shopify/app", /^app\/shopify\/(app|install-once|find-discount-limits|find-unknown-targets|read-granted-scopes|read-resource-titles|read-storefront|authenticate-[a-z-]+)\.server\.ts$/],
  ["shopify/sessions", /^app\/shopify\/session-(storage|rows)\.server\.ts$/],
  ["room", /^app\/(?<room>domain|contract|liquid|usecases|ledger|store|facts|inbox|effects|email|shopify|jobs|queries|endpoints|routes|ui|platform)\//],
  ["entry", /^app\/(server|worker|root|entry\.\w+|[\w-]+\.d)\.tsx?$/],
  ["app", /^app\//],
  ["standin", /^standin\//],
  ["extensions", /^extensions\//],
  ["scripts", /^scripts\//],
  ["configuration", /^[^/]+$/],
];

const ANY_ROOM_OF_APP = [
  "domain", "contract", "liquid", "usecases", "ledger", "ledger/read", "store", "facts", "inbox", "inbox/accept", "effects", "effects/outbox", "email",
  "shopify", "shopify/app", "shopify/sessions", "jobs", "queries", "endpoints", "routes", "ui", "platform", "entry", "generated",
];

/** The arrows of docs/architecture.md: a room may import itself and the rooms named here. */
export const ARROWS: Record<string, string[]> = {
  domain: [],
  contract: [],
  liquid: [],
  usecases: ["domain", "facts", "store", "ledger", "ledger/read", "effects/outbox", "platform"],
  ledger: ["domain", "platform"],
  "ledger/read": ["domain", "platform"],
  store: ["domain", "platform"],
  facts: ["domain", "platform"],
  inbox: ["domain", "platform"],
  "inbox/accept": ["platform"],
  "effects/outbox": ["domain", "platform"],
  effects: ["effects/outbox", "domain", "queries", "shopify", "email", "platform"],
  email: ["domain", "queries", "platform"],
  shopify: ["shopify/sessions", "domain", "platform"],
  "shopify/sessions": ["shopify", "usecases", "platform"],
  "shopify/app": ["shopify", "usecases", "queries", "domain", "platform"],
  jobs: ["inbox", "inbox/accept", "facts", "store", "usecases", "queries", "effects", "effects/outbox", "shopify", "domain", "platform"],
  queries: ["domain", "store", "ledger/read", "contract", "liquid", "platform"],
  endpoints: ["inbox/accept", "usecases", "queries", "shopify/app", "contract", "platform"],
  routes: ["usecases", "queries", "shopify/app", "email", "ui", "domain", "contract", "platform"],
  ui: ["domain", "contract"],
  platform: ["domain", "generated"],
  generated: [],
  entry: ANY_ROOM_OF_APP,
  standin: ["contract", "liquid"],
  extensions: ["contract"],
  scripts: [...ANY_ROOM_OF_APP, "standin"],
  tests: [...ANY_ROOM_OF_APP, "standin", "scripts", "extensions", "configuration"],
  configuration: ["scripts"],
};

const REMIX_ROOMS = ["routes", "entry", "shopify/app"];
const DATABASE_ROOMS = ["ledger", "ledger/read", "store", "facts", "inbox", "inbox/accept", "effects/outbox", "queries", "jobs", "shopify/sessions", "platform"];

const PURE_ROOMS = ["domain", "contract"];
/** Schemas are values too: one of them serves a form, the API and the types of both. */
const PURE_PACKAGES = ["zod"];

/** Packages that only some rooms of the product may import. What is not named here is free, except in the pure rooms. */
const PACKAGES: [name: RegExp, rooms: string[]][] = [
  [/^@remix-run\//, REMIX_ROOMS],
  [/^virtual:remix/, ["entry"]],
  [/^@shopify\/polaris/, ["routes", "ui", "entry"]],
  [/^@shopify\/app-bridge/, ["routes", "ui", "entry"]],
  [/^@shopify\/shop/, ["shopify", "shopify/app", "shopify/sessions", "routes", "endpoints", "entry"]],
  [/^(pg|pg-copy-streams|@prisma\/.*)$/, DATABASE_ROOMS],
  [/^liquidjs$/, ["liquid"]],
  [/^graphile-worker/, ["jobs", "effects/outbox", "platform", "entry"]],
];

/** The room of a file, by its path from the root of the repository, with slashes; "outside" for what has none. */
export function roomOf(file: string): string {
  for (const [room, pattern] of ROOMS) {
    const match = pattern.exec(file);
    if (match) return match.groups?.["room"] ?? room;
  }
  return "outside";
}

/** Says what is wrong with an import of `file` (path from the root), as it is written there; undefined when it is allowed. */
export function forbiddenImport(file: string, specifier: string): string | undefined {
  const from = roomOf(file);
  const target = fileOf(file, specifier);
  if (target === undefined) return forbiddenPackage(from, specifier);
  const to = roomOf(target);
  if (from === to || to === "outside") return undefined;
  if (ARROWS[from]?.includes(to)) return undefined;
  return `${from} may not import ${to} (${target}); docs/architecture.md has the arrows`;
}

function forbiddenPackage(from: string, specifier: string): string | undefined {
  if (PURE_ROOMS.includes(from)) return PURE_PACKAGES.includes(specifier) ? undefined : `${from} may not import ${specifier}; it is pure`;
  if (["tests", "scripts", "standin", "configuration", "extensions", "generated"].includes(from)) return undefined;
  const rule = PACKAGES.find(([name]) => name.test(specifier));
  return rule && !rule[1].includes(from) ? `${from} may not import ${specifier}; it belongs to ${rule[1].join(", ")}` : undefined;
}

/** The path from the root of what a file imports; undefined for a package. */
export function fileOf(file: string, specifier: string): string | undefined {
  const alias = /^#(app|standin|tests|scripts)\/(.*)$/.exec(specifier);
  if (alias) return `${alias[1]}/${alias[2]}`;
  return specifier.startsWith(".") ? path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)) : undefined;
}

/** The same as a rule for ESLint, so that an editor shows it where it happens. */
export const arrows: Rule.RuleModule = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const file = path.relative(ROOT, context.filename).split(path.sep).join("/");
    const check = (node: unknown) => {
      const { source } = node as { source?: (Rule.Node & { value?: unknown }) | null };
      const message = typeof source?.value === "string" ? forbiddenImport(file, source.value) : undefined;
      if (source && message) context.report({ node: source, message });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check };
  },
};
