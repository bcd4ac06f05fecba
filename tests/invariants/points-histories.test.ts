import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkPointsByWebhooks } from "#tests/factories/check-points-by-webhooks.ts";
import { anyLife } from "#tests/factories/live-through.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";
import { startDrains, type Drains } from "#tests/factories/worker-drains.ts";

// So many shops tell what happens into one inbox.
const TOGETHER = 20;
const LIVES = Number(process.env["LIVES"] ?? 80);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

let lab: Lab;
let drains: Drains;

beforeAll(async () => {
  lab = await openLab();
  drains = await startDrains();
});

afterAll(async () => {
  await drains.stop();
  await lab.stop();
});

it(`keeps the ledger, its projections and a recomputation from the facts in line, whatever happened in ${TOGETHER} shops and however it arrived (SEED=${seed})`, async () => {
  let entries = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyLife({ stepsMax: 25 }), { minLength: TOGETHER, maxLength: TOGETHER, size: "max" }), async (lives) => {
      entries += await checkPointsByWebhooks({ lab, drains }, lives);
    }),
    { seed, numRuns: Math.ceil(LIVES / TOGETHER), endOnFailure: true },
  );
  expect(entries).toBeGreaterThan(LIVES);
}, 600_000);
