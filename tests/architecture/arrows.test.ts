import fs from "node:fs";
import { expect, it } from "vitest";
import { ARROWS, fileOf, forbiddenImport, roomOf } from "#scripts/lint/arrows.ts";
import { filesBelow, importsOf } from "./source-files.ts";

const files = ["app", "standin", "scripts", "tests"].flatMap((folder) => filesBelow(folder));

it("no file imports what its room may not", () => {
  const wrong = files.flatMap((file) => {
    const messages = importsOf(file).map((specifier) => forbiddenImport(file.path, specifier));
    return messages.filter((message) => message !== undefined).map((message) => `${file.path}: ${message}`);
  });
  expect(wrong).toEqual([]);
});

it("every file of the app is in a room that has arrows", () => {
  expect(files.filter(({ path }) => ARROWS[roomOf(path)] === undefined).map(({ path }) => path)).toEqual([]);
});

/** Rooms of the app that hold code of ours and do not import everything. */
const rooms = Object.entries(ARROWS).filter(([room]) => !["generated", "entry", "standin", "extensions", "scripts", "tests", "configuration"].includes(room));

it("the page of the architecture has these arrows and no others", () => {
  const names = (cell = "") => [...cell.matchAll(/`([\w/]+)`/g)].map(([, name]) => name);
  const table = fs.readFileSync("docs/architecture.md", "utf8").split("| Room | Holds | May import |")[1]?.split("\n\n")[0] ?? "";
  const rows = table.split("\n").filter((line) => line.startsWith("| `")).map((line) => line.split(" | "));
  const drawn = Object.fromEntries(rows.map(([room, , imports]) => [names(room)[0], names(imports).sort()]));
  expect(drawn).toEqual(Object.fromEntries(rooms.map(([room, imports]) => [room, imports.toSorted()])));
});

it("no arrow outlives its use", () => {
  const used = new Set(files.flatMap((file) => importsOf(file).map((specifier) => `${roomOf(file.path)} -> ${roomOf(fileOf(file.path, specifier) ?? "")}`)));
  expect(rooms.flatMap(([room, imports]) => imports.map((to) => `${room} -> ${to}`).filter((arrow) => !used.has(arrow)))).toEqual([]);
});

it("the product knows nothing of the stand-in, of the tests and of the scripts", () => {
  const product = files.filter(({ path }) => path.startsWith("app/") && !path.includes(".test."));
  expect(product.flatMap((file) => importsOf(file).filter((name) => /standin\b|#tests|#scripts/.test(name)).map((name) => `${file.path} -> ${name}`))).toEqual([]);
  expect(product.filter(({ text }) => /stand-?in\b/i.test(text)).map(({ path }) => path)).toEqual([]);
});

it.each([
  ["app/domain/money.ts", "#app/store/shops.server.ts"],
  ["app/domain/money.ts", "node:crypto"],
  ["app/usecases/settle-members.server.ts", "#app/shopify/run-admin.server.ts"],
  ["app/routes/app.customers/route.tsx", "../../store/shops.server.ts"],
  ["app/queries/customers.server.ts", "@remix-run/node"],
  ["app/usecases/settle-members.server.ts", "pg"],
  ["standin/main.ts", "#app/domain/money.ts"],
  ["scripts/demo.ts", "#tests/setup/world.ts"],
])("%s may not import %s", (file, specifier) => {
  expect(forbiddenImport(file, specifier)).toBeDefined();
});

it.each([
  ["app/domain/orders/is-counted.ts", "../money.ts"],
  ["app/store/shops.server.ts", "pg"],
  ["app/routes/app.customers/route.tsx", "#app/queries/customers.server.ts"],
  ["app/domain/money.test.ts", "fast-check"],
])("%s may import %s", (file, specifier) => {
  expect(forbiddenImport(file, specifier)).toBeUndefined();
});
