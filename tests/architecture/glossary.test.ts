import fs from "node:fs";
import { expect, it } from "vitest";
import { ENTRY_KINDS } from "#app/domain/points/entry.ts";

it("the glossary says what every kind of entry is", () => {
  const rows = fs.readFileSync("docs/glossary.md", "utf8").split("\n").filter((line) => line.startsWith("| "));
  const said = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, kind]) => kind));
  expect(ENTRY_KINDS.filter((kind) => !said.includes(kind))).toEqual([]);
});
