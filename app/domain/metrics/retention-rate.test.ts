import { describe, expect, it } from "vitest";
import { retentionRate, strictRetentionRate } from "./retention-rate.ts";

describe("the retention rate", () => {
  it("is 75 % for 10,000 at the start, 5,500 acquired and 2,500 lost", () => {
    expect(retentionRate({ atStart: 10_000, acquired: 5_500, atEnd: 10_000 + 5_500 - 2_500 })).toBe(0.75);
  });

  it("is unknown, not zero, when nobody was there at the start", () => {
    expect(retentionRate({ atStart: 0, acquired: 12, atEnd: 12 })).toBeUndefined();
    expect(strictRetentionRate({ atStart: 0, stillThere: 0 })).toBeUndefined();
  });

  it("passes 100 % when lapsed buyers come back, which the strict rate does not", () => {
    // 100 at the start, 90 of them stay, 20 lapsed ones return, nobody is acquired.
    expect(retentionRate({ atStart: 100, acquired: 0, atEnd: 110 })).toBe(1.1);
    expect(strictRetentionRate({ atStart: 100, stillThere: 90 })).toBe(0.9);
  });
});
