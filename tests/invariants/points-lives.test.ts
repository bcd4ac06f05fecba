import fc from "fast-check";
import { expect, it } from "vitest";
import { checkPointsLives } from "#tests/factories/check-points-lives.ts";
import { anyPointsLife, type PointsLife, type PointsStep } from "#tests/factories/points-timeline.ts";

// Customers merged near the beginning, some of them named twice, and all of their orders afterwards.
const MERGED_EARLY: [PointsStep["kind"], number, number, number][] = [
  ["cancel", 957, 753, 78], ["merge", 476, 851, 4921], ["sign-in", 679, 250, 72], ["pay", 20, 243, 66],
  ["merge", 90, 179, 15], ["answer", 85, 47, 7133], ["refund-shipping", 550, 298, 3663], ["merge", 385, 152, 48],
  ["merge", 531, 898, 29], ["answer", 520, 288, 35], ["settle", 216, 695, 6632], ["merge", 858, 275, 7],
  ["cancel-redemption", 797, 157, 88], ["publish", 688, 315, 51], ["refund-lines", 711, 411, 387], ["place", 454, 851, 86],
  ["adjust", 695, 489, 8640], ["redeem", 485, 983, 84], ["settle", 494, 171, 188], ["place", 490, 608, 45],
  ["refund-amount", 434, 144, 15], ["end", 254, 199, 8], ["redeem", 706, 16, 322], ["use", 146, 992, 2592],
  ["use", 181, 913, 73], ["refund-amount", 208, 491, 55], ["place", 121, 226, 55], ["pay", 633, 143, 30],
  ["place", 548, 993, 89], ["settle", 885, 180, 8111], ["edit", 181, 449, 16], ["cancel-redemption", 78, 835, 5],
];

// So many shops live at the same time in one database: three for a history.
const TOGETHER = 15;
const LIVES = Number(process.env["LIVES"] ?? 60);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
// Histories as a failure prints them (the inner list), to be lived again and made smaller, for two minutes.
const given = process.env["HISTORIES"];

it(`comes to the same points however facts arrive, and loses none, through redemptions, releases, expiries and changes of the program, in many shops at once (SEED=${seed})`, async () => {
  let entries = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyPointsLife({ stepsMax: 40 }), { minLength: given ? 1 : TOGETHER, maxLength: TOGETHER, size: "max" }), async (lives) => {
      entries += await checkPointsLives(lives);
    }),
    given
      ? { examples: [[JSON.parse(given) as PointsLife[]]], numRuns: 1, interruptAfterTimeLimit: 120_000 }
      : { seed, numRuns: Math.ceil(LIVES / TOGETHER), endOnFailure: true },
  );
  expect(entries).toBeGreaterThan(given ? 0 : LIVES);
}, 600_000);

it("comes to the same points however facts arrive when customers are merged near the beginning", async () => {
  const steps = MERGED_EARLY.map(([kind, a, b, waitMinutes]) => ({ kind, a, b, waitMinutes }));
  const life = { steps, pendingDays: 0, pendingFrom: "order", refundPolicy: "clamp_to_zero", expiryMonths: null, tierBasis: "orders", timeZone: "America/New_York" } as const;
  expect(await checkPointsLives([16, 17, 18].map((dice) => ({ ...life, dice })))).toBeGreaterThan(15);
}, 60_000);
