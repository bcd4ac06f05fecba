import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { filesBelow } from "./source-files.ts";

const pages = [
  ...["docs", "app", "standin", "scripts", "tests", "prisma", "extensions"].filter((folder) => fs.existsSync(folder)).flatMap((folder) => filesBelow(folder, /\.md$/)),
  ...fs.readdirSync(".").filter((name) => name.endsWith(".md")).map((name) => ({ path: name, text: fs.readFileSync(name, "utf8") })),
];
const sources = ["app", "standin", "scripts", "tests"].flatMap((folder) => filesBelow(folder));

/** GitHub's anchor of a heading. */
function anchorOf(heading: string): string {
  return heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-");
}

/** Undefined when the target exists, with its anchor if it has one. */
function brokenBecause(fromFolder: string, target: string): string | undefined {
  const [file = "", anchor] = target.split("#");
  const at = path.posix.join(fromFolder, decodeURI(file));
  if (!fs.existsSync(at)) return `${at} does not exist`;
  if (!anchor || !at.endsWith(".md")) return undefined;
  const headings = [...fs.readFileSync(at, "utf8").matchAll(/^#+\s+(.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));
  return headings.includes(anchor) ? undefined : `${at} has no heading #${anchor}`;
}

it("every link between our own pages leads somewhere", () => {
  const broken = pages.flatMap(({ path: at, text }) => {
    const links = [...text.replace(/```[^]*?```/g, "").matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)].map(([, target = ""]) => target);
    return links.map((link) => {
      const reason = link.startsWith("#") ? brokenBecause(path.posix.dirname(at), path.posix.basename(at) + link) : brokenBecause(path.posix.dirname(at), link);
      return reason && `${at}: ${reason}`;
    });
  });
  expect(broken.filter(Boolean)).toEqual([]);
});

it("every source that a comment names exists", () => {
  const broken = sources.flatMap(({ path: at, text }) =>
    [...text.matchAll(/\b(docs\/[\w/.-]+\.md(?:#[\w-]+)?)/g)].map(([, target = ""]) => {
      const reason = brokenBecause(".", target);
      return reason && `${at}: ${reason}`;
    }),
  );
  expect(broken.filter(Boolean)).toEqual([]);
});

it("a link from the name of a function in SQL leads to the migration that made it as it is now", () => {
  const migrations = filesBelow("prisma/migrations", /\.sql$/).toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const links = pages.flatMap(({ path: at, text }) => [...text.matchAll(/\[`(\w+)`\]\(([^)\s]*migration\.sql)\)/g)].map(([, name = "", target = ""]) => [name, path.posix.join(path.posix.dirname(at), target)]));
  expect(links.length).toBeGreaterThan(0);
  expect(links).toEqual(links.map(([name]) => [name, migrations.findLast(({ text }) => new RegExp(`FUNCTION ${name}\\(`).test(text))?.path]));
});

it("knows GitHub's anchors", () => {
  expect(anchorOf("2. The ledger, and why")).toBe("2-the-ledger-and-why");
});
