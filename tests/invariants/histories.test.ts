import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anyLife, checkLife } from "#tests/factories/live-through.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const LIVES = 30;
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});

afterAll(() => lab.stop());

it(`gives every customer the score of a count by hand and of a later backfill, whatever happened and however it arrived (SEED=${seed})`, async () => {
  let lived = 0;
  await fc.assert(
    fc.asyncProperty(anyLife({ stepsMax: 25, withGuests: true }), async (life) => {
      await checkLife(lab, life);
      lived += 1;
    }),
    { seed, numRuns: LIVES, endOnFailure: false, interruptAfterTimeLimit: 100_000 },
  );
  expect(lived).toBe(LIVES);
}, 120_000);
