import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkPointsByWebhooks } from "#tests/factories/check-points-by-webhooks.ts";
import { anyLife } from "#tests/factories/live-through.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const LIVES = Number(process.env["LIVES"] ?? 80);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});

afterAll(() => lab.stop());

it(`keeps the ledger, its projections and a recomputation from the facts in line, whatever happened and however it arrived (SEED=${seed})`, async () => {
  let entries = 0;
  await fc.assert(
    fc.asyncProperty(anyLife({ stepsMax: 25 }), async (life) => {
      entries += await checkPointsByWebhooks(lab, life);
    }),
    { seed, numRuns: LIVES, endOnFailure: true },
  );
  expect(entries).toBeGreaterThan(LIVES);
}, 600_000);
