import { describe, expect, it } from "vitest";
import { CallLimit } from "./call-limit.server.ts";

describe("a limit of calls", () => {
  it("lets a burst through, then as many as flow in, and says when to come again", () => {
    const limit = new CallLimit({ perSecond: 0.5, burst: 3 });
    expect([0, 0, 0, 0, 1_000, 2_000, 2_000].map((atMs) => limit.take("a", atMs))).toEqual([undefined, undefined, undefined, 2, 1, undefined, 2]);
    expect([10_000_000, 10_000_000, 10_000_000, 10_000_000].map((atMs) => limit.take("a", atMs))).toEqual([undefined, undefined, undefined, 2]);
    expect(limit.take("b", 0)).toBeUndefined();
  });

  it("knows ten thousand who called since, and forgets whoever called long before", () => {
    const limit = new CallLimit({ perSecond: 0.5, burst: 1 });
    const others = (from: number, to: number) => { for (let n = from; n < to; n += 1) limit.take(`other ${n}`, 0); };
    limit.take("a", 0);
    others(0, 10_000);
    expect(limit.take("a", 0)).toBe(2);
    others(10_000, 19_000);
    expect(limit.take("a", 0)).toBe(2);
    others(20_000, 40_000);
    expect(limit.take("a", 0)).toBeUndefined();
  });
});
