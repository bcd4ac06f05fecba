import path from "node:path";
import { expect, it } from "vitest";
import { exportedNames, filesBelow } from "./source-files.ts";

/** Words that say nothing about what a thing is. */
const EMPTY_WORDS = ["util", "utils", "helper", "helpers", "common", "misc", "manager", "service", "processor", "info", "new", "temp", "v2", "stuff"];

/** Shopify's words stay Shopify's. */
const SHOPIFY_NAMES = ["moneyV2"];

/** Folders whose files each do one thing. */
const ONE_THING_EACH = /^app\/(usecases|jobs|effects)\//;

/** Their files that do several, each with what these have in common. */
const SEVERAL: Record<string, string> = {
  "app/effects/change-customer-tag": "steps of one effect on a tag",
  "app/effects/outbox": "the rows of effects, from asked for to answered",
  "app/effects/take-store-credit-back": "steps of taking store credit back",
  "app/jobs/push-summaries-in-bulk": "the beginning and the rounds of one bulk operation",
  "app/jobs/registry": "every job, and who does them",
  "app/jobs/worker-life": "what one worker says while it lives, and others do when it is dead",
  "app/usecases/change-tag-perk": "giving and taking one perk",
  "app/usecases/import-run": "starting, taking back and going on with an import",
  "app/usecases/load-history": "the parts of reading a history",
};

const files = ["app", "standin", "scripts", "tests"].flatMap((folder) => filesBelow(folder));

/** "settleMembers" and "settle-members.server" -> their words in lower case */
function wordsOf(name: string): string[] {
  return name.replace(/([a-z\d])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z\d]+/).filter(Boolean);
}

it("no file and no exported name uses a word that says nothing", () => {
  const wrong = files.flatMap((file) => {
    const names = [...path.posix.dirname(file.path).split("/"), path.posix.basename(file.path), ...exportedNames(file)];
    return names.filter((name) => !SHOPIFY_NAMES.includes(name) && wordsOf(name).some((word) => EMPTY_WORDS.includes(word))).map((name) => `${file.path}: ${name}`);
  });
  expect(wrong).toEqual([]);
});

it("files are named in kebab-case", () => {
  const wrong = files.filter(({ path: at }) => !/^(\$|_index|[a-z\d][a-z\d-]*)(\.[a-z\d$-]+)*\.(ts|tsx|js)$/.test(path.posix.basename(at)));
  expect(wrong.map(({ path: at }) => at)).toEqual([]);
});

it("a use case, a job or an effect stands in a file that is called after it", () => {
  const ours = files.filter(({ path: at }) => ONE_THING_EACH.test(at) && !at.includes(".test."));
  expect(ours.length).toBeGreaterThan(100);
  const unlike = ours.flatMap((file) => {
    const name = file.path.replace(/(\.server)?\.ts$/, "");
    const words = wordsOf(path.posix.basename(name)).join(" ");
    return exportedNames(file).some((exported) => `${wordsOf(exported).join(" ")} `.startsWith(`${words} `)) ? [] : [name];
  });
  expect(unlike.toSorted()).toEqual(Object.keys(SEVERAL).toSorted());
});

it("nine files of ten stay below 160 lines", () => {
  const counts = files.map(({ text }) => text.split("\n").length).sort((a, b) => a - b);
  expect(counts[Math.floor(counts.length * 0.9)]).toBeLessThan(160);
});

it("splits names into words", () => {
  expect(wordsOf("orderInfo")).toEqual(["order", "info"]);
  expect(wordsOf("settle-members.server.ts")).toEqual(["settle", "members", "server", "ts"]);
});
