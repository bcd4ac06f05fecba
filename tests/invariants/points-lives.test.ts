import fc from "fast-check";
import { expect, it } from "vitest";
import { checkPointsLife } from "#tests/factories/check-points-life.ts";
import { anyPointsLife } from "#tests/factories/points-timeline.ts";

const LIVES = Number(process.env["LIVES"] ?? 120);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const at = process.env["LIFE"];

it(`comes to the same points however facts arrive, and loses none, through redemptions, releases, expiries and changes of the program (SEED=${seed})`, async () => {
  let entries = 0;
  await fc.assert(
    fc.asyncProperty(anyPointsLife({ stepsMax: 40 }), async (life) => {
      entries += await checkPointsLife(life);
    }),
    { seed, numRuns: LIVES, endOnFailure: at === undefined, ...(at !== undefined && { path: at }) },
  );
  expect(entries).toBeGreaterThan(LIVES);
}, 600_000);
