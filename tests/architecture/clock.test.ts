import ts from "typescript";
import { expect, it } from "vitest";
import { roomOf } from "#scripts/lint/arrows.ts";
import { filesBelow, importsOf, parse, walk, type SourceFile } from "./source-files.ts";

/** Where something begins, or an answer of Shopify's is read: there it is asked what time it is. Everywhere else it is told. */
const EDGES = ["endpoints", "routes", "jobs", "shopify", "shopify/app", "shopify/sessions", "entry", "platform", "tests"];

/** Whether a file asks for the present instant: by the clock, `new Date()` or `Date.now()`. How long something takes may be asked everywhere. */
function asksForTheTime(file: SourceFile): boolean {
  let isFound = importsOf(file).some((name) => name.endsWith("/clock.server.ts"));
  walk(parse(file), (node) => {
    if (ts.isNewExpression(node) && node.expression.getText() === "Date" && !node.arguments?.length) isFound = true;
    if (ts.isPropertyAccessExpression(node) && node.getText() === "Date.now") isFound = true;
  });
  return isFound;
}

it("what time it is is asked at the edge, and told to everything below", () => {
  const asking = filesBelow("app").filter((file) => !EDGES.includes(roomOf(file.path)) && asksForTheTime(file));
  expect(asking.map(({ path }) => path)).toEqual([]);
});

it.each(["const at = new Date();", "const at = Date.now();", 'import { now } from "#app/platform/clock.server.ts";'])("finds %s", (text) => {
  expect(asksForTheTime({ path: "x.ts", text })).toBe(true);
});
