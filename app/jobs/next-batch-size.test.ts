import { describe, expect, it } from "vitest";
import { nextBatchSize } from "./next-batch-size.ts";

describe("how many members are settled at once", () => {
  it("is what fits into 0.3 s by how long the last ones took", () => {
    expect(nextBatchSize(100, { members: 100, tookMs: 200 })).toBe(150);
    expect(nextBatchSize(150, { members: 150, tookMs: 300 })).toBe(150);
    expect(nextBatchSize(150, { members: 150, tookMs: 1_500 })).toBe(30);
  });

  it("grows by twice at most, to 2,000, and stays at 20 or more however long they take", () => {
    expect(nextBatchSize(100, { members: 100, tookMs: 1 })).toBe(200);
    expect(nextBatchSize(1_600, { members: 1_600, tookMs: 100 })).toBe(2_000);
    expect(nextBatchSize(100, { members: 100, tookMs: 30_000 })).toBe(20);
  });

  it("does not learn from fewer than it asked for", () => {
    expect(nextBatchSize(100, { members: 3, tookMs: 1_000 })).toBe(100);
    expect(nextBatchSize(100, { members: 99, tookMs: 1 })).toBe(100);
  });
});
