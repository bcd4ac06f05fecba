import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { filesBelow } from "./source-files.ts";

const DECISION = "docs/decisions/0003-one-lock-per-shop.md";
const LOCK = "app/store/lock-shop-facts.server.ts";

const product = filesBelow("app").filter(({ path: name }) => name !== LOCK && !name.endsWith(".test.ts"));

it("decision 3 names everybody who holds a shop's facts, and nobody else", () => {
  const takers = product.filter(({ text }) => /\b(?:lockShopFacts|lockShopFactsWithin|shareShopFacts|holdShopFactsForPage)\(/.test(text)).map(({ path: name }) => path.basename(name, ".server.ts"));
  const rows = fs.readFileSync(DECISION, "utf8").split("\n").filter((line) => line.startsWith("| "));
  const named = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([a-z-]+)`/g)].map(([, name]) => name));
  expect(named.length).toBeGreaterThan(0);
  expect(named.toSorted()).toEqual(takers.toSorted());
});

it("nothing but the lock says of a transaction that it holds a shop's facts", () => {
  const claims = filesBelow("app").filter(({ text }) => /\bas (?:unknown as )?[^;,()]*\b(?:HoldsShopFacts|LockedTx|LockedConnection)\b/.test(text));
  expect(claims.map(({ path: name }) => name)).toEqual([LOCK]);
});
