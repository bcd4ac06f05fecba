import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anyLife, checkLife } from "#tests/factories/live-through.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const lives = Number(process.env["LIVES"] ?? 300);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});

afterAll(() => lab.stop());

it(`gives the same scores over ${lives} longer lives (SEED=${seed})`, async () => {
  let lived = 0;
  await fc.assert(
    fc.asyncProperty(anyLife({ stepsMax: 60 }), async (life) => {
      await checkLife(lab, life);
      lived += 1;
    }),
    { seed, numRuns: lives, interruptAfterTimeLimit: 28 * 60_000 },
  );
  expect(lived).toBe(lives);
});
