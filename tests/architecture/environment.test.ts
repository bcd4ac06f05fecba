import fs from "node:fs";
import { expect, it } from "vitest";

/** Variables that a host sets by itself, or that nobody needs to set by hand. */
const NOT_IN_EXAMPLE = ["NODE_ENV"];

const variable = /^#?\s?([A-Z][A-Z\d_]+)=/gm;

it(".env.example names exactly the variables that the app reads", () => {
  const read = [...fs.readFileSync("app/platform/env.server.ts", "utf8").matchAll(/^ {4}([A-Z][A-Z\d_]+):/gm)].map(([, name]) => name);
  const shown = [...fs.readFileSync(".env.example", "utf8").matchAll(variable)].map(([, name]) => name);
  expect(read.length).toBeGreaterThan(5);
  expect(shown.toSorted()).toEqual(read.filter((name) => !NOT_IN_EXAMPLE.includes(name ?? "")).toSorted());
});
