import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkPointsByWebhooks } from "#tests/factories/check-points-by-webhooks.ts";
import { checkPointsLife } from "#tests/factories/check-points-life.ts";
import { killThroughPoints } from "#tests/factories/kill-points.ts";
import { anyLife } from "#tests/factories/live-through.ts";
import { anyPointsLife } from "#tests/factories/points-timeline.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

// Together a thousand histories, and twenty shops whose processes are killed.
const LIVES = Number(process.env["LIVES"] ?? 700);
const WEBHOOK_LIVES = Number(process.env["LIVES"] ?? 300);
const KILLED_SHOPS = 5;
const ROUNDS = Number(process.env["ROUNDS"] ?? 4);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});

afterAll(() => lab.stop());

describe(`points (SEED=${seed})`, () => {
  it(`come to the same however facts arrive, over ${LIVES} histories lived three ways`, async () => {
    let lived = 0;
    await fc.assert(
      fc.asyncProperty(anyPointsLife({ stepsMax: 50 }), async (life) => {
        await checkPointsLife(life);
        lived += 1;
      }),
      { seed, numRuns: LIVES, endOnFailure: true },
    );
    expect(lived).toBe(LIVES);
  });

  it(`agree with the ledger and the facts over ${WEBHOOK_LIVES} histories that come by webhooks`, async () => {
    let lived = 0;
    await fc.assert(
      fc.asyncProperty(anyLife({ stepsMax: 50 }), async (life) => {
        await checkPointsByWebhooks(lab, life);
        lived += 1;
      }),
      { seed, numRuns: WEBHOOK_LIVES, endOnFailure: true },
    );
    expect(lived).toBe(WEBHOOK_LIVES);
  });

  it.each(Array.from({ length: ROUNDS }, (_, round) => seed + round))(`are neither lost nor given twice when web and worker are killed under ${KILLED_SHOPS} shops (SEED=%i)`, async (one) => {
    await killThroughPoints(lab, { shops: KILLED_SHOPS, kills: 10, seed: one });
    expect(one).toBeGreaterThanOrEqual(0);
  });
});
