import { describe, expect, it } from "vitest";
import { killWebUnderLoad, killWhileReading, killWorkers } from "#tests/factories/kill-runs.ts";
import { SHOP, startWorld } from "#tests/setup/world.ts";

const rounds = Number(process.env["ROUNDS"] ?? 3);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const seeds = Array.from({ length: rounds }, (_, round) => seed + round);

describe("killed again and again at any moment", () => {
  it.each(seeds)("the app loses no delivery and counts none twice (SEED=%i)", async (one) => {
    const world = await startWorld();
    try {
      await world.openApp(SHOP);
      await world.settled(SHOP);
      await killWebUnderLoad(world, { shop: SHOP, kills: 10, orders: 3_000, seed: one });
      await world.sql("delete from shops");
    } finally {
      await world.stop();
    }
  });

  it.each(seeds)("workers take over from each other (SEED=%i)", async (one) => {
    const world = await startWorld({ env: { WORKER: "off" } });
    try {
      await world.openApp(SHOP);
      await killWorkers(world, { shop: SHOP, kills: 8, orders: 3_000, seed: one });
      await world.sql("delete from shops");
    } finally {
      await world.stop();
    }
  });

  it.each(seeds)("the reading of a real history goes on where it stood (SEED=%i)", async (one) => {
    await killWhileReading({ kills: 5, seed: one });
    expect(one).toBeGreaterThanOrEqual(0);
  });
});
