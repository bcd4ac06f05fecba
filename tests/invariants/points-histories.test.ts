import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { checkLiability } from "#tests/factories/check-liability.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { anyLife, forget, liveThrough } from "#tests/factories/live-through.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const LIVES = Number(process.env["LIVES"] ?? 80);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const PROGRAM = { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }, { id: "each", kind: "order", points: 5 }], nthOrderMultipliers: [1, 2, 3], pendingDays: 7 };
const LONG_AGO = new Date("2020-01-01T00:00:00Z");

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});

afterAll(() => lab.stop());

async function publish(shopId: number, refundPolicy: string): Promise<void> {
  expect((await saveDraft(shopId, { ...PROGRAM, refundPolicy }, { by: "test", now: new Date() })).outcome).toBe("saved");
  await publishProgram(shopId, { startsAt: LONG_AGO, by: "test", now: new Date() });
}

it(`keeps the ledger, its projections and a recomputation from the facts in line, whatever happened and however it arrived (SEED=${seed})`, async () => {
  let lived = 0;
  let entries = 0;
  await fc.assert(
    fc.asyncProperty(anyLife({ stepsMax: 25 }), async (life) => {
      const shop = lab.shop(`points-${++lived}.myshopify.com`, { scopes: ["read_all_orders"] });
      try {
        const refundPolicy = life.scrambleSeed % 2 === 0 ? "clamp_to_zero" : "allow_negative";
        await liveThrough(shop, life, { policy: DEFAULT_COUNTING_POLICY, onInstalled: (shopId) => publish(shopId, refundPolicy) });
        entries += (await checkPoints((await shop.row()).id)).entries;
        await checkLiability(await shop.row());
      } finally {
        await forget(shop);
      }
    }),
    { seed, numRuns: LIVES, endOnFailure: true, interruptAfterTimeLimit: 100_000 },
  );
  expect(entries).toBeGreaterThan(LIVES);
}, 120_000);
