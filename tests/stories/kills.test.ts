import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { killWebUnderLoad, killWhileReading, killWorkers } from "#tests/factories/kill-runs.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

describe(`a process that is killed at any moment (SEED=${seed})`, () => {
  it("loses no delivery that it acknowledged, and counts none twice", async () => {
    const world = await startWorld();
    try {
      await world.openApp(SHOP);
      await world.settled(SHOP);
      await killWebUnderLoad(world, { shop: SHOP, kills: 3, orders: 600, seed });
      expect((await fetch(`${world.appOrigin}/readyz`)).status).toBe(200);
    } finally {
      await world.stop();
    }
  }, 120_000);

  it("goes on reading the history where it stood, and the figures are those of a count by hand", () => killWhileReading({ kills: 1, seed }), 180_000);
});

describe(`workers in processes of their own (SEED=${seed})`, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ env: { WORKER: "off" } });
    await world.openApp(SHOP);
  });
  afterAll(() => world.stop());

  it("take over from each other within seconds when one is killed", () => killWorkers(world, { shop: SHOP, kills: 3, orders: 600, seed }), 120_000);
});
