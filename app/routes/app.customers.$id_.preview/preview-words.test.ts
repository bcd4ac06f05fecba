import { describe, expect, it } from "vitest";
import type { CustomerPoints } from "#app/queries/customer-points.server.ts";
import { formatsFor } from "#app/ui/formats.ts";
import { balanceWords } from "./preview-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP", pointsName: { one: "star", other: "stars" } });
const held: CustomerPoints = { availablePoints: 420, pendingPoints: 0, waitingPoints: 0, debtPoints: 0, isClaimed: true, hasProgram: true, isPaused: false, valuePerPointMinor: 1, lots: [], pendingOrders: [] };
const words = (change: Partial<CustomerPoints>, participation: "takes_part" | "left_out" = "takes_part") => balanceWords({ ...held, ...change }, participation, formats);

describe("the balance as the customer reads it", () => {
  it("says what can be spent, and from when the rest can", () => {
    const pendingOrders = [{ orderId: "1", orderName: "#1", points: 120, settlesAt: "2026-12-06T00:00:00.000Z", awaits: null }];
    expect(words({ pendingPoints: 120, pendingOrders })).toEqual(["420 stars", "120 stars more, yours to spend from 6 Dec 2026."]);
    const unsent = [{ orderId: "1", orderName: "#1", points: 120, settlesAt: null, awaits: "fulfillment" as const }];
    expect(words({ pendingPoints: 120, pendingOrders: unsent })).toEqual(["420 stars", "120 stars more, yours to spend once the order has been sent and its return window is over."]);
  });

  it("of somebody who never signed in shows what waits, and asks for nothing but to sign in", () => {
    expect(words({ isClaimed: false, availablePoints: 0, waitingPoints: 120 })).toEqual(["120 stars", "They are waiting for you. Sign in with your e-mail; no password needed."]);
  });

  it("names the nearest day on which something ends, and how much", () => {
    const lot = { key: "a", source: "order", orderName: "#1", points: 60, leftPoints: 50, creditedAt: "2026-01-01T00:00:00.000Z", expiresOn: "2027-01-05" } as const;
    expect(words({ lots: [lot, { ...lot, key: "b", leftPoints: 10 }, { ...lot, key: "c", expiresOn: "2027-03-05" }] })[1]).toBe("60 stars can be spent through 5 Jan 2027.");
  });

  it("tells who is left out that the account does not take part, and keeps what is there", () => {
    expect(words({}, "left_out")).toEqual(["420 stars", "This account does not take part in the program. Ask the shop if this is a mistake."]);
  });
});
