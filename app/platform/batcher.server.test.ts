import { describe, expect, it } from "vitest";
import { Batcher } from "./batcher.server.ts";

const LIMITS = { batchMax: 3, callsMax: 2, waitingMax: 10 };

/** Answers each number doubled, when it is let go; keeps which questions shared a call. */
function doubler() {
  const batches: number[][] = [];
  const held: (() => void)[] = [];
  const batcher = new Batcher<number, number>(async (questions) => {
    batches.push(questions);
    await new Promise<void>((resolve) => held.push(resolve));
    if (questions.includes(13)) throw new Error("unlucky");
    return questions.map((question) => question * 2);
  }, LIMITS);
  return { batcher, batches, letGo: () => held.splice(0).forEach((resolve) => resolve()) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("questions that arrive together", () => {
  it("share a call, at most so many, and each gets its own answer", async () => {
    const { batcher, batches, letGo } = doubler();
    const answers = Promise.all([1, 2, 3, 4].map((number) => batcher.ask(number)));
    await turn();
    await turn();
    expect(batches).toEqual([[1, 2, 3], [4]]);
    letGo();
    expect(await answers).toEqual([2, 4, 6, 8]);
  });

  it("gather while as many calls as may be are under way", async () => {
    const { batcher, batches, letGo } = doubler();
    const answers = [batcher.ask(1)];
    await turn();
    answers.push(batcher.ask(2));
    await turn();
    answers.push(batcher.ask(3), batcher.ask(4));
    await turn();
    expect(batches).toEqual([[1], [2]]);
    letGo();
    await Promise.all(answers.slice(0, 2));
    await turn();
    expect(batches).toEqual([[1], [2], [3, 4]]);
    letGo();
    expect(await Promise.all(answers)).toEqual([2, 4, 6, 8]);
  });

  it("fail together, and the next call is made all the same", async () => {
    const { batcher, letGo } = doubler();
    const failing = Promise.allSettled([batcher.ask(13), batcher.ask(1)]);
    await turn();
    letGo();
    expect((await failing).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const next = batcher.ask(5);
    await turn();
    letGo();
    expect(await next).toBe(10);
  });

  it("are refused when too many wait already", async () => {
    const { batcher } = doubler();
    const asked = Array.from({ length: 10 }, (_, at) => batcher.ask(at));
    void Promise.allSettled(asked);
    await expect(batcher.ask(10)).rejects.toThrow("too many questions at once");
  });
});
