import ts from "typescript";
import { expect, it } from "vitest";
import { roomOf } from "#scripts/lint/arrows.ts";
import { filesBelow, parse, walk } from "./source-files.ts";

/** Files besides domain/ids.ts that spell a gid, each with its reason. */
const EXCEPTIONS: Record<string, string> = {
  "app/queries/parked-deliveries.server.ts": "looks for an order in a text that could not be read",
};

it("gids are put together and taken apart in one file", () => {
  const spelled = filesBelow("app").filter((file) => roomOf(file.path) !== "tests" && file.text.includes("gid:"));
  const inCode = spelled.filter((file) => {
    let isFound = false;
    walk(parse(file), (node) => (isFound ||= (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) && node.text.includes("gid:")));
    return isFound;
  });
  expect(inCode.map(({ path }) => path).sort()).toEqual(["app/domain/ids.ts", ...Object.keys(EXCEPTIONS)]);
});
