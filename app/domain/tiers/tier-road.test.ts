import { describe, expect, it } from "vitest";
import { program } from "../program/program.ts";
import type { Contribution } from "./qualify-tier.ts";
import { tierRoad } from "./tier-road.ts";

const now = new Date("2026-11-21T12:00:00Z");
const spent = (amount: number, on: string): Contribution => ({ basis: "spend", at: new Date(`${on}T12:00:00Z`), placedAt: new Date(`${on}T12:00:00Z`), until: null, amount });
const rules = (tierQualification: object) => program.parse({ tiers: [{ id: "silver", name: "Silver", threshold: 20000 }, { id: "gold", name: "Gold", threshold: 50000 }], tierQualification });
const road = (contributions: Contribution[], { tierId = null, qualification = {} }: { tierId?: string | null; qualification?: object } = {}) =>
  tierRoad(contributions, { tierId, program: rules({ basis: "spend", ...qualification }), timeZone: "Europe/London", now });

describe("the road to the next tier", () => {
  it("leads to the first tier that is not reached, and says how far it is", () => {
    expect(road([spent(14000, "2026-03-01")])).toEqual({ basis: "spend", total: 14000, current: null, next: { id: "silver", name: "Silver", threshold: 20000 } });
  });

  it("counts only what the window still holds, and nothing of the future", () => {
    expect(road([spent(14000, "2025-03-01"), spent(5000, "2026-03-01"), spent(900, "2026-12-01")], { qualification: { window: "calendar_year" } }).total).toBe(5000);
  });

  it("of who keeps a tier by grace leads to the one above it, and ends at the top", () => {
    expect(road([spent(100, "2026-03-01")], { tierId: "silver" })).toMatchObject({ current: { name: "Silver" }, next: { name: "Gold" } });
    expect(road([spent(60000, "2026-03-01")], { tierId: "gold" }).next).toBeNull();
  });
});
