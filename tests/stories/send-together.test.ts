import { afterEach, expect, it } from "vitest";
import { inPipelinedTransaction, inTransaction, pool, type Tx } from "#app/platform/db.server.ts";
import { sendTogether } from "#app/platform/send-together.server.ts";

const say = async (tx: Tx, word: string) => (await tx.query<{ word: string }>("SELECT $1::text AS word", [word])).rows[0]?.word;

afterEach(() => pool.query("DROP TABLE IF EXISTS told"));

it.each([["a pipelined", inPipelinedTransaction], ["an ordinary", inTransaction]] as const)("on %s connection the answers come in the order of the questions", async (_, transact) => {
  expect(await transact((tx) => sendTogether(tx, [() => say(tx, "first"), () => 2, async () => [await say(tx, "third"), await say(tx, "fourth")] as const]))).toEqual(["first", 2, ["third", "fourth"]]);
});

it("statements reach the database in their order, though none waits for the one before", async () => {
  const words = ["create table told (n integer)", "insert into told values (1)", "insert into told select n + 1 from told", "insert into told select n + 2 from told"];
  await inPipelinedTransaction((tx) => sendTogether(tx, words.map((word) => () => tx.query(word))));
  expect((await pool.query<{ n: number }>("SELECT n FROM told ORDER BY n")).rows.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
});

it("a failure names its own cause, is thrown when all have ended, and leaves nothing behind", async () => {
  let isLateOver = false;
  const late = async (tx: Tx) => {
    await say(tx, "early");
    await pool.query("SELECT pg_sleep(0.05)"); // work elsewhere, longer than the rollback takes
    await say(tx, "late").finally(() => (isLateOver = true));
  };
  await pool.query("CREATE TABLE told (n integer)");
  await expect(
    inPipelinedTransaction((tx) => sendTogether(tx, [() => late(tx), () => tx.query("INSERT INTO told VALUES (1)"), () => tx.query("SELECT 1 / 0"), () => tx.query("INSERT INTO told VALUES (2)")])),
  ).rejects.toThrow("division by zero");
  expect(isLateOver).toBe(true);
  expect((await pool.query("SELECT n FROM told")).rows).toEqual([]);
  expect(await inPipelinedTransaction((tx) => say(tx, "again"))).toBe("again");
});
