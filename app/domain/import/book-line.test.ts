import { expect, it } from "vitest";
import type { Lot } from "../points/lot.ts";
import { bookLine, differenceOf, shortageOf, type Holding } from "./book-line.ts";

const at = new Date("2026-06-01T00:00:00Z");
const lot = (key: string, left: number, expiresOn: string | null): Lot => ({ key, orderId: null, points: left, left, redeemed: 0, expired: 0, expiresOn, creditedAt: at });
const booked = (holding: Holding, points: number, kind: "import" | "adjust" = "import") =>
  bookLine(holding, { customerId: "7", points, expiresOn: "2027-12-31", kind, key: "import:1:2", reason: "file", by: "Ann", at });

it("adds points as a lot with the day of the file", () => {
  const entry = booked({ settledPoints: 10, debtPoints: 0, lots: [] }, 50);
  expect(entry).toMatchObject({ kind: "import", settledPoints: 50, pendingPoints: 0, credit: { points: 50, left: 50, expiresOn: "2027-12-31" } });
});

it("pays a debt first", () => {
  const holding = { settledPoints: -20, debtPoints: 20, lots: [] };
  expect(booked(holding, 50).credit).toMatchObject({ points: 50, left: 30, redeemed: 20 });
  expect(holding).toMatchObject({ settledPoints: 30, debtPoints: 0 });
});

it("takes points from the lots that end first", () => {
  const holding = { settledPoints: 30, debtPoints: 0, lots: [lot("a", 20, null), lot("b", 10, "2026-12-31")] };
  expect(booked(holding, -15).allocations).toEqual([{ lotKey: "b", points: 10 }, { lotKey: "a", points: 5 }]);
  expect(holding.settledPoints).toBe(15);
});

it("brings a balance to the number of the file, up or down", () => {
  expect([differenceOf("set", 50, 20), differenceOf("set", 0, 20), differenceOf("add", 50, 20)]).toEqual([30, -20, 50]);
});

it("moves a debt in: what there is pays it, and the rest is owed", () => {
  const holding = { settledPoints: 20, debtPoints: 0, lots: [lot("a", 20, null)] };
  expect(booked(holding, -50)).toMatchObject({ settledPoints: -50, credit: null, allocations: [{ lotKey: "a", points: 20 }] });
  expect(holding).toMatchObject({ settledPoints: -30, debtPoints: 30 });
});

it("never takes more than is there by an adjustment", () => {
  expect(shortageOf("adjust", -30, 20)).toBe("The customer has 20 points, so 30 cannot be taken.");
  expect(shortageOf("adjust", -20, 20)).toBeNull();
  expect(() => booked({ settledPoints: 20, debtPoints: 0, lots: [] }, -30, "adjust")).toThrow("-30 points cannot be booked on 20");
});
