import { describe, expect, it } from "vitest";
import type { Backfill } from "#app/contract/sync.ts";
import { leftOutOf, readingOf } from "./reading.ts";

const backfill = (subject: Backfill["subject"], state: Backfill["state"], done = 0, total: number | null = null): Backfill => ({
  subject, state, done, total, failure: state === "failed" ? "Shopify stopped the reading" : null,
  startedAt: "2026-11-21T14:00:00.000Z", updatedAt: "2026-11-21T14:01:00.000Z", finishedAt: null,
});

describe("how far the reading of orders is", () => {
  it("nothing has been read before the first reading begins", () => {
    expect(readingOf({ backfills: [] })).toEqual({ state: "none" });
  });

  it("orders that wait for the customers to be read are a reading that runs", () => {
    expect(readingOf({ backfills: [backfill("customers", "loading", 900, 4338)] })).toEqual({ state: "running", done: 0, total: null, isCounting: false });
    expect(readingOf({ backfills: [backfill("customers", "running"), backfill("orders", "done", 7, 7)] })).toMatchObject({ state: "running", done: 7, total: 7 });
  });

  it("shows orders read of all orders, and that they are being counted at the end", () => {
    const customers = backfill("customers", "done", 4338, 4338);
    expect(readingOf({ backfills: [customers, backfill("orders", "loading", 7410, 18532)] })).toEqual({ state: "running", done: 7410, total: 18532, isCounting: false });
    expect(readingOf({ backfills: [customers, backfill("orders", "settling", 18532, 18532)] })).toMatchObject({ isCounting: true });
  });

  it("is done when both are", () => {
    expect(readingOf({ backfills: [backfill("customers", "done"), backfill("orders", "done", 18532, 18532)] })).toEqual({ state: "done", orders: 18532 });
  });

  it("is done although something could not be read, which is told apart", () => {
    const failure = "2 orders could not be read and are left out: 1, 2.";
    const backfills = [backfill("customers", "done"), { ...backfill("orders", "done", 5, 7), failure }];
    expect(readingOf({ backfills })).toEqual({ state: "done", orders: 5 });
    expect(leftOutOf(backfills)).toEqual([failure]);
  });

  it("has failed when either has, with the reason", () => {
    expect(readingOf({ backfills: [backfill("customers", "failed"), backfill("orders", "done")] })).toEqual({ state: "failed", reason: "Shopify stopped the reading" });
  });
});
