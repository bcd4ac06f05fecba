import { expect, it, vi } from "vitest";
import { pool } from "./db.server.ts";
import { inHeavyRead } from "./heavy-reads.server.ts";

it("reads of whole ledgers have two connections at most, however many are asked for, and each has its turn", async () => {
  let running = 0;
  let most = 0;
  const held = Promise.withResolvers<void>();
  const reads = Array.from({ length: 6 }, () =>
    inHeavyRead(async (tx) => {
      most = Math.max(most, (running += 1));
      await tx.query("SELECT 1");
      await held.promise;
      running -= 1;
    }),
  );
  await vi.waitFor(() => expect(running).toBe(2));
  expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  held.resolve();
  await Promise.all(reads);
  expect(most).toBe(2);
});
