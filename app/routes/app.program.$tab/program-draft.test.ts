import { describe, expect, it } from "vitest";
import { program } from "#app/domain/program/program.ts";
import { formatsFor } from "#app/ui/formats.ts";
import { programChanges } from "../app.program.review/program-changes.ts";
import { fieldsOf, freeId, itemOf } from "./item-draft.ts";
import { inTheirPoints } from "./points-words.ts";
import { programDraftOf, readProgramDraft, starterProgram } from "./program-draft.ts";
import { previewOrder } from "./preview.ts";

const place = { currency: "GBP", timeZone: "Europe/London" };
const formats = formatsFor({ locale: "en-GB", ...place });

const RICH = program.parse({
  pointsName: { one: "star", other: "stars" },
  earnRules: [
    { id: "spend", kind: "amount", points: 3, perMinor: 250, conditions: [{ kind: "minimum_spend", amountMinor: 1999 }, { kind: "sales_channel", sources: ["web", "pos"] }] },
    { id: "summer", kind: "order", points: 5, conditions: [{ kind: "period", from: "2026-05-31T23:00:00.000Z", to: null }, { kind: "limit", timesMax: 2, per: "month" }] },
    { id: "third", kind: "nth_order", points: 100, n: 3, every: true, conditions: [{ kind: "stage", stages: ["second"] }, { kind: "tier", tierIds: ["silver"] }] },
    { id: "review", kind: "event", points: 10, event: "review_written" },
  ],
  nthOrderMultipliers: [1, 1.5, 3],
  nthOrderActions: [{ id: "gift", n: 2, gift: "A card" }],
  tiers: [{ id: "silver", name: "Silver", threshold: 20_000, perks: { multiplier: 1.25, welcomeRewardId: "five", customerTag: "silver" } }],
  tierQualification: { basis: "spend", window: "rolling_year", graceDays: 30 },
  rewards: [
    { id: "five", name: "£5.00 off", kind: "fixed_amount", costPoints: 500, amountMinor: 500, minimumOrderMinor: 2000, combinesWith: { shippingDiscounts: true } },
    { id: "slide", name: "Your choice", kind: "slider", pointsPerMinor: 0.5, minimumPoints: 100, maximumPoints: 1000, stepPoints: 100 },
  ],
  expiry: { kind: "rolling", months: 18 },
  excludedCustomerTags: ["staff"],
  valuePerPointMinor: 0.5,
});

describe("the form of a program", () => {
  it("brings back every part of the program that it was filled from", () => {
    expect(readProgramDraft(programDraftOf(RICH, place), place)).toEqual({ outcome: "valid", program: RICH });
  });

  it("brings back amounts of currencies without decimals and with three", () => {
    for (const currency of ["JPY", "KWD"]) {
      expect(readProgramDraft(programDraftOf(RICH, { ...place, currency }), { ...place, currency })).toEqual({ outcome: "valid", program: RICH });
    }
  });

  it("asks of store credit and gift cards nothing that cannot hold for money", () => {
    const asked = (kind: string) => fieldsOf("rewards", kind).map(({ name }) => name);
    expect(asked("store_credit")).toEqual(["name", "costPoints", "amountMinor", "validityDays", "startsAt", "endsAt", "id"]);
    expect(asked("gift_card")).toEqual(["name", "costPoints", "amountMinor", "validityDays", "codePrefix", "startsAt", "endsAt", "id"]);
    expect(asked("fixed_amount")).toEqual(expect.arrayContaining(["minimumOrderMinor", "combinesWith.orderDiscounts", "returnOnCancel", "codePrefix"]));
  });

  it("speaks of points and of the smallest amount as the shop does", () => {
    const stars = formatsFor({ locale: "en-GB", timeZone: "Asia/Tokyo", currency: "JPY", pointsName: { one: "star", other: "stars" } });
    const { label = "", helpText = "" } = fieldsOf("rewards", "slider").find(({ name }) => name === "pointsPerMinor") ?? {};
    expect([inTheirPoints(label, stars), inTheirPoints(helpText, stars), inTheirPoints(label, formats)]).toEqual(["Stars for each JP¥1 off", "With 1, 100 stars take JP¥100 off.", "Points for each £0.01 off"]);
  });

  it.each(["1.000", "1.5", "1e1", "twelve", ""])("refuses %j as months after which points end, and keeps it as it was typed", (months) => {
    const draft = { ...programDraftOf(RICH, place), expiry: { kind: "fixed" as const, months } };
    expect(readProgramDraft(draft, place)).toEqual({ outcome: "invalid", errors: { "expiry.months": "Enter a whole number of months." } });
  });

  it.each([["minimumOrderMinor", "1.000"], ["minimumOrderMinor", "50.005"], ["minimumOrderMinor", "fifty"], ["validityDays", "1.000"], ["validityDays", "1.5"]])("refuses %s typed as %s instead of taking the usual one", (name, text) => {
    const draft = programDraftOf(RICH, place);
    draft.rewards[0]!.values[name] = text;
    expect(readProgramDraft(draft, place)).toMatchObject({ outcome: "invalid", errors: { [`rewards.0.${name}`]: expect.stringMatching(/^[A-Z].*\.$/) } });
  });

  it("refuses what can't work, at the field that it stands in", () => {
    const draft = programDraftOf(starterProgram("GBP"), place);
    const [rule] = draft.earnRules;
    const refused = readProgramDraft({ ...draft, earnRules: [{ kind: "amount", conditions: [], values: { ...rule?.values, perMinor: "0", points: "1.5" } }], multipliers: ["1", "two"], settings: { ...draft.settings, pendingDays: "" } }, place);
    expect(refused).toMatchObject({
      outcome: "invalid",
      errors: {
        "earnRules.0.points": "Points must be a whole number.",
        "earnRules.0.perMinor": "Enter an amount above zero.",
        "nthOrderMultipliers.1": "A multiplier must be a number.",
        pendingDays: "The number of pending days must be a whole number.",
      },
    });
  });

  it("reads a day as the first instant of that day in the shop's zone", () => {
    const condition = itemOf("conditions", { kind: "period", values: { from: "2026-06-01", to: "" }, conditions: [] }, place);
    expect(condition).toEqual({ kind: "period", from: "2026-05-31T23:00:00.000Z" });
  });

  it("gives a second rule of a kind a name of its own", () => {
    const rules = [{ kind: "amount", values: { id: "spend" }, conditions: [] }, { kind: "amount", values: { id: "spend-2" }, conditions: [] }];
    expect([freeId("order", rules), freeId("spend", rules)]).toEqual(["order", "spend-3"]);
  });
});

describe("the preview beside the form", () => {
  it("gives what a real order would get: £40.00 as the third order, tripled", () => {
    const preview = previewOrder(starterProgram("GBP"), { amount: "40", rank: "3" }, { formats, at: new Date("2026-11-21T12:00:00Z"), version: 5 });
    expect(preview).toMatchObject({ outcome: "earned", points: 120 });
    expect(preview).toMatchObject({ sentence: expect.stringMatching(/£40\.00.*version 5/) });
  });

  it("quotes what the thank-you page would say, with the day from which it can be spent and what the next order brings", () => {
    const at = new Date("2026-11-21T12:00:00Z");
    const said = (rank: string, draft = starterProgram("GBP")) => previewOrder(draft, { amount: "40", rank }, { formats, at, version: 5 });
    expect(said("3")).toMatchObject({ thankYou: ["This order earns 120 points, yours to spend from 6 December."] });
    expect(said("2", { ...starterProgram("GBP"), pendingDays: 0, pointsName: { one: "star", other: "stars" } })).toMatchObject({ thankYou: ["This order earns 80 stars.", "Your third order earns triple."] });
    expect(said("3", { ...starterProgram("GBP"), pendingFrom: "fulfillment" })).toMatchObject({ thankYou: ["This order earns 120 points, yours to spend once it has been sent and its return window is over."] });
  });

  it.each([{ amount: "x", rank: "3" }, { amount: "-1", rank: "3" }, { amount: "40", rank: "0" }, { amount: "40", rank: "1.5" }])("asks for what is missing in %o", (sample) => {
    expect(previewOrder(starterProgram("GBP"), sample, { formats, at: new Date(0), version: 1 }).outcome).toBe("incomplete");
  });
});

describe("what publishing changes", () => {
  it("is nothing between a program and itself", () => {
    expect(programChanges(RICH, RICH, formats)).toEqual([]);
  });

  it("is said in a sentence for each part", () => {
    const live = starterProgram("GBP");
    const draft = program.parse({ ...live, earnRules: [{ id: "spend", kind: "amount", points: 2, perMinor: 100 }, { id: "account", kind: "account_created", points: 50 }], nthOrderMultipliers: [1, 2], pendingDays: 30, pendingFrom: "fulfillment", valuePerPointMinor: 0.5 });
    expect(programChanges(live, draft, formats)).toEqual([
      "New rule “account”: 50 points for creating an account.",
      "Changed rule “spend”: 2 points for each £1.00 spent (before: 1 point for each £1.00 spent).",
      "Multipliers by order number: ×1, ×2 (before: ×1, ×2, ×3).",
      "Points are pending for 30 days from the last fulfillment of the order (before: 14 days).",
      "100 points are worth £0.50 in your books (before: £1.00).",
    ]);
    expect(programChanges(draft, live, formats)[1]).toBe("Removed rule “account”.");
  });

  it("names nothing from before where no version was ever live", () => {
    const changes = programChanges(null, { ...starterProgram("GBP"), pendingDays: 21 }, formats);
    expect(changes).toEqual(["New rule “spend”: 1 point for each £1.00 spent.", "Multipliers by order number: ×1, ×2, ×3.", "Points are pending for 21 days."]);
  });

  it("says which of two rules or gifts of a kind is meant", () => {
    const live = program.parse({
      ...starterProgram("GBP"),
      earnRules: [{ id: "app-bonus", kind: "order", points: 5 }, { id: "weekend", kind: "order", points: 7 }],
      nthOrderActions: [{ id: "mug", n: 3, gift: "A mug" }, { id: "scarf", n: 5, gift: "A scarf" }],
    });
    const draft = program.parse({ ...live, earnRules: [live.earnRules[0], { ...live.earnRules[1], points: 8 }], nthOrderActions: [live.nthOrderActions[0]] });
    expect(programChanges(live, draft, formats)).toEqual(["Changed rule “weekend”: 8 points for an order (before: 7 points for an order).", "Removed gift “scarf”."]);
  });
});
