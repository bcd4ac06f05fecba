import { describe, expect, it } from "vitest";
import { rankAt, type CountingSpan } from "./rank-at.ts";

const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const span = (orderId: string, place: number, from: number, until: number | null = null): CountingSpan => ({ orderId, place, from: day(from), until: until === null ? null : day(until) });

const spans = [span("1", 1, 1), span("2", 2, 5, 20), span("3", 3, 10), span("4", 3, 10), span("5", 4, 15)];

describe("the number of an order at an instant", () => {
  it.each([
    ["the first is the first", "1", 1, 1],
    ["before it was paid it has none", "3", 9, null],
    ["an order that counts then is in front", "3", 10, 3],
    ["two of one day are one purchase", "4", 12, 3],
    ["and the next one comes after both", "5", 15, 4],
    ["a cancelled order has no number from its cancellation on", "2", 20, null],
    ["and the ones behind it move up", "5", 20, 3],
    ["an order nobody knows has none", "9", 30, null],
  ])("%s", (_, orderId, at, rank) => {
    expect(rankAt(spans, orderId, day(at))).toBe(rank);
  });
});
