import { expect, it, vi } from "vitest";
import { pool } from "./db.server.ts";
import { inHeavyRead } from "./heavy-reads.server.ts";
import { NotNow } from "./not-now.server.ts";

/** Starts such reads of shops; each runs until it is let go. */
function startReads(shopIds: number[]) {
  const running: number[] = [];
  let most = 0;
  const held = Promise.withResolvers<void>();
  const reads = shopIds.map((shopId) =>
    inHeavyRead(shopId, async (tx) => {
      running.push(shopId);
      most = Math.max(most, running.length);
      await tx.query("SELECT 1");
      await held.promise;
      running.splice(running.indexOf(shopId), 1);
    }),
  );
  return { running, most: () => most, letGo: held.resolve, done: Promise.all(reads) };
}

it("reads of whole ledgers have two connections at most, however many shops ask, and each has its turn", async () => {
  const reads = startReads([1, 2, 3, 4, 5, 6]);
  await vi.waitFor(() => expect(reads.running.toSorted()).toEqual([1, 2]));
  expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  reads.letGo();
  await reads.done;
  expect(reads.most()).toBe(2);
});

it("one shop has one of them, however often it asks, and leaves the other one to another shop", async () => {
  const reads = startReads([1, 1, 1]);
  await vi.waitFor(() => expect(reads.running).toEqual([1]));
  expect(await inHeavyRead(2, async (tx) => (await tx.query<{ one: number }>("SELECT 1 AS one")).rows)).toEqual([{ one: 1 }]);
  expect(reads.running).toEqual([1]);
  reads.letGo();
  await reads.done;
  expect(reads.most()).toBe(1);
});

it("what only adds up does not stand behind what goes through the ledger of the same shop order by order", async () => {
  const reads = startReads([1, 1, 2]);
  await vi.waitFor(() => expect(reads.running.toSorted()).toEqual([1, 2]));
  expect(await inHeavyRead(1, async (tx) => (await tx.query<{ one: number }>("SELECT 1 AS one")).rows, { lane: "adding" })).toEqual([{ one: 1 }]);
  expect(reads.running.toSorted()).toEqual([1, 2]);
  reads.letGo();
  await reads.done;
});

it("who may wait longer is still served when those who may not have gone", async () => {
  const reads = startReads([1]);
  await vi.waitFor(() => expect(reads.running).toEqual([1]));
  const patient = inHeavyRead(1, async () => "served", { patienceMs: 60_000 });
  await expect(inHeavyRead(1, async () => "served", { patienceMs: 10 })).rejects.toThrow(NotNow);
  reads.letGo();
  expect(await patient).toBe("served");
  await reads.done;
});
