import { expect } from "vitest";
import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { checkLiability } from "./check-liability.ts";
import { checkPoints } from "./check-points.ts";
import { forget, liveThrough, type Life } from "./live-through.ts";
import type { Lab } from "./shop-lab.ts";

const PROGRAM = { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }, { id: "each", kind: "order", points: 5 }], nthOrderMultipliers: [1, 2, 3], pendingDays: 7 };
const LONG_AGO = new Date("2020-01-01T00:00:00Z");

let shops = 0;

/** Lives through a history by real webhooks, scrambled, doubled and lost, with a program in force from before it. Answers the entries that were compared. */
export async function checkPointsByWebhooks(lab: Lab, life: Life): Promise<number> {
  const shop = lab.shop(`points-${(shops += 1)}.myshopify.com`, { scopes: ["read_all_orders"] });
  const refundPolicy = life.scrambleSeed % 2 === 0 ? "clamp_to_zero" : "allow_negative";
  try {
    await liveThrough(shop, life, { policy: DEFAULT_COUNTING_POLICY, onInstalled: (shopId) => publish(shopId, refundPolicy) });
    const { entries } = await checkPoints((await shop.row()).id);
    await checkLiability(await shop.row());
    return entries;
  } finally {
    await forget(shop);
  }
}

async function publish(shopId: number, refundPolicy: string): Promise<void> {
  expect((await saveDraft(shopId, { ...PROGRAM, refundPolicy }, { by: "test", now: new Date() })).outcome).toBe("saved");
  await publishProgram(shopId, { startsAt: LONG_AGO, by: "test", now: new Date() });
}
