import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { checkPointsByWebhooks } from "#tests/factories/check-points-by-webhooks.ts";
import { checkPointsLives } from "#tests/factories/check-points-lives.ts";
import { killThroughPoints } from "#tests/factories/kill-points.ts";
import { anyLife } from "#tests/factories/live-through.ts";
import { anyPointsLife } from "#tests/factories/points-timeline.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";
import { startDrains, type Drains } from "#tests/factories/worker-drains.ts";

// Together a thousand histories, and twenty shops whose processes are killed.
const LIVES = Number(process.env["LIVES"] ?? 700);
const WEBHOOK_LIVES = Number(process.env["LIVES"] ?? 300);
// So many of them live at the same time in one database.
const TOGETHER = 20;
const KILLED_SHOPS = 5;
const ROUNDS = Number(process.env["ROUNDS"] ?? 4);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});

afterAll(() => lab.stop());

describe(`points (SEED=${seed})`, () => {
  const together = <One>(one: fc.Arbitrary<One>) => fc.array(one, { minLength: TOGETHER, maxLength: TOGETHER, size: "max" });
  const runs = (lives: number) => ({ seed, numRuns: Math.ceil(lives / TOGETHER), endOnFailure: true });

  it(`come to the same however facts arrive, over ${LIVES} histories lived three ways`, async () => {
    let lived = 0;
    await fc.assert(
      fc.asyncProperty(together(anyPointsLife({ stepsMax: 50 })), async (lives) => {
        await checkPointsLives(lives);
        lived += lives.length;
      }),
      runs(LIVES),
    );
    expect(lived).toBeGreaterThanOrEqual(LIVES);
  });

  it(`agree with the ledger and the facts over ${WEBHOOK_LIVES} histories that come by webhooks`, async () => {
    const drains: Drains = await startDrains();
    let lived = 0;
    try {
      await fc.assert(
        fc.asyncProperty(together(anyLife({ stepsMax: 50 })), async (lives) => {
          await checkPointsByWebhooks({ lab, drains }, lives);
          lived += lives.length;
        }),
        runs(WEBHOOK_LIVES),
      );
    } finally {
      await drains.stop();
    }
    expect(lived).toBeGreaterThanOrEqual(WEBHOOK_LIVES);
  });

  it.each(Array.from({ length: ROUNDS }, (_, round) => seed + round))(`are neither lost nor given twice when web and worker are killed under ${KILLED_SHOPS} shops (SEED=%i)`, async (one) => {
    // The histories before left thousands of shops behind, whose work would come first.
    await pool.query("UPDATE shops SET uninstalled_at = now() WHERE uninstalled_at IS NULL");
    await pool.query("DELETE FROM graphile_worker._private_jobs");
    await killThroughPoints(lab, { shops: KILLED_SHOPS, kills: 10, seed: one });
    expect(one).toBeGreaterThanOrEqual(0);
  });
});
