import { describe, expect, it } from "vitest";
import { Allowance } from "./allowance.server.ts";

const shop = "a.myshopify.com";
const read = { name: "Read", isBackground: true };
const page = { name: "Page", isBackground: false };

function atTime(): { allowance: Allowance; pass: (ms: number) => void } {
  let nowMs = 0;
  return { allowance: new Allowance(() => nowMs), pass: (ms) => void (nowMs += ms) };
}

describe("the allowance of a shop", () => {
  it("leaves half of itself to pages while background work reads", () => {
    const { allowance } = atTime();
    allowance.learn(shop, "Read", { requestedCost: 100, status: { maximumAvailable: 2_000, currentlyAvailable: 2_000, restoreRate: 100 } });
    const taken = Array.from({ length: 20 }, () => allowance.take(shop, read)).filter((waitMs) => waitMs === 0);
    expect(taken).toHaveLength(10);
    expect(allowance.take(shop, page)).toBe(0);
  });

  it("says how long until the next call can be paid, and then lets it pass", () => {
    const { allowance, pass } = atTime();
    allowance.learn(shop, "Read", { requestedCost: 100, status: { maximumAvailable: 2_000, currentlyAvailable: 1_050, restoreRate: 100 } });
    expect(allowance.take(shop, read)).toBe(500);
    pass(500);
    expect(allowance.take(shop, read)).toBe(0);
  });

  it("never fills beyond its maximum, however long nobody asks", () => {
    const { allowance, pass } = atTime();
    allowance.learn(shop, "Read", { requestedCost: 600, status: { maximumAvailable: 2_000, currentlyAvailable: 0, restoreRate: 100 } });
    pass(3_600_000);
    expect(allowance.take(shop, read)).toBe(0);
    expect(allowance.take(shop, read)).toBe(2_000);
  });

  it("lets a call dearer than the background's half pass once that half is full", () => {
    const { allowance } = atTime();
    allowance.learn(shop, "Read", { requestedCost: 1_500, status: { maximumAvailable: 2_000, currentlyAvailable: 2_000, restoreRate: 100 } });
    expect(allowance.take(shop, read)).toBe(0);
  });

  it("is counted for each shop on its own", () => {
    const { allowance } = atTime();
    allowance.learn(shop, "Read", { requestedCost: 100, status: { maximumAvailable: 2_000, currentlyAvailable: 0, restoreRate: 100 } });
    expect(allowance.take(shop, read)).toBeGreaterThan(0);
    expect(allowance.take("b.myshopify.com", read)).toBe(0);
  });

  it("waits after a refusal for as long as the missing points take", () => {
    const { allowance } = atTime();
    allowance.learn(shop, "Read", { requestedCost: 300, status: { maximumAvailable: 2_000, currentlyAvailable: 100, restoreRate: 100 } });
    expect(allowance.waitAfterRefusalMs(shop, "Read")).toBe(2_000);
  });
});
