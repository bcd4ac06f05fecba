import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { filesBelow } from "./source-files.ts";

const DECISION = "docs/decisions/0003-one-lock-per-shop.md";
const LOCK = "app/store/lock-shop-facts.server.ts";

const product = filesBelow("app").filter(({ path: name }) => name !== LOCK && !name.endsWith(".test.ts"));

/** How decision 3 says that each of them waits. */
function namedWaits(): Map<string, string> {
  const rows = fs.readFileSync(DECISION, "utf8").split("\n").filter((line) => line.startsWith("| "));
  return new Map(rows.flatMap((row) => {
    const [, who = "", waits = ""] = row.split("|");
    return [...who.matchAll(/`([a-z-]+)`/g)].map(([, name]): [string, string] => [name!, waits.trim()]);
  }));
}

// Every way to the lock is asked for by its name; a job's is the one that waits with a connection in hand.
const WAYS: [call: RegExp, waits: string][] = [
  [/\b(?:lockShopFacts|shareShopFacts)\(/, "as a job"],
  [/\bholdShopFacts\(shopId, FORM_PATIENCE_MS, /, "10 s"],
  [/\bholdShopFacts\(shopId, CLICK_PATIENCE_MS, /, "5 s"],
  [/\bholdShopFactsForPage\(/, "1 s"],
];

it("decision 3 names everybody who holds a shop's facts, and how long they wait for them", () => {
  const takers = product.filter(({ text }) => /\b(?:lock|share|hold)ShopFacts\w*\(/.test(text));
  const waits = takers.flatMap(({ path: name, text }) => WAYS.filter(([call]) => call.test(text)).map(([, how]): [string, string] => [path.basename(name, ".server.ts"), how]));
  expect(waits.length).toBe(takers.length);
  expect(waits.length).toBeGreaterThan(0);
  expect([...namedWaits()].toSorted()).toEqual(waits.toSorted());
});

it("nobody who is asked by a person or a program waits for a shop with a connection in hand", () => {
  const waiting = product.filter(({ text }) => WAYS[0]![0].test(text)).map(({ path: name }) => name.replace(/^app\//, ""));
  const asked = product.filter(({ path: name, text }) => /^app\/(routes|endpoints)\//.test(name) && waiting.some((one) => text.includes(`#app/${one}"`)));
  // It asks for an import; a job books its pieces.
  expect(asked.map(({ path: name }) => name)).toEqual(["app/routes/app.settings.import/route.tsx"]);
});

it("nothing but the lock says of a transaction that it holds a shop's facts", () => {
  const claims = filesBelow("app").filter(({ text }) => /\bas (?:unknown as )?[^;,()]*\b(?:HoldsShopFacts|LockedTx|LockedConnection)\b/.test(text));
  expect(claims.map(({ path: name }) => name)).toEqual([LOCK]);
});
