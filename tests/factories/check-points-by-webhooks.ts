import { expect } from "vitest";
import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { checkLiability } from "./check-liability.ts";
import { checkPoints } from "./check-points.ts";
import { forget, liveTogether, type Life } from "./live-through.ts";
import { naiveScores } from "./naive-scores.ts";
import type { Lab } from "./shop-lab.ts";
import { readScores } from "./stored-scores.ts";
import type { Drains } from "./worker-drains.ts";

const PROGRAM = { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }, { id: "each", kind: "order", points: 5 }], nthOrderMultipliers: [1, 2, 3], pendingDays: 7 };
const LONG_AGO = new Date("2020-01-01T00:00:00Z");

let shops = 0;

/**
 * Lives through histories by real webhooks, scrambled, doubled and lost, each as a shop of its own with a program in force from
 * before it: all of them in one database, through one inbox and two workers, with the same ids in every shop. Answers the
 * entries that were compared.
 */
export async function checkPointsByWebhooks({ lab, drains }: { lab: Lab; drains: Drains }, lives: Life[]): Promise<number> {
  const living = lives.map((life) => ({
    life,
    shop: lab.shop(`points-${(shops += 1)}.myshopify.com`, { scopes: ["read_all_orders"], sharedIds: 500 }),
    setting: { policy: DEFAULT_COUNTING_POLICY, onInstalled: (shopId: number) => publish(shopId, life.scrambleSeed % 2 === 0 ? "clamp_to_zero" : "allow_negative") },
  }));
  try {
    await liveTogether(living, drains.drain);
    let compared = 0;
    for (const { shop, life } of living) {
      const row = await shop.row();
      const { entries } = await checkPoints(row.id);
      await checkLiability(row);
      const scores = Object.entries(await readScores(shop.domain)).filter(([id]) => shop.house.shop.customers.has(id));
      expect(Object.fromEntries(scores), `scores against a count by hand, of ${JSON.stringify(life)}`).toEqual(naiveScores(shop.house.shop, DEFAULT_COUNTING_POLICY));
      compared += entries;
    }
    return compared;
  } finally {
    for (const { shop } of living) await forget(shop);
  }
}

async function publish(shopId: number, refundPolicy: string): Promise<void> {
  expect((await saveDraft(shopId, { ...PROGRAM, refundPolicy }, { by: "test", now: new Date() })).outcome).toBe("saved");
  await publishProgram(shopId, { startsAt: LONG_AGO, by: "test", now: new Date() });
}
