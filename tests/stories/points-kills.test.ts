import { afterAll, beforeAll, it } from "vitest";
import { killThroughPoints } from "#tests/factories/kill-points.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

it(`no point, gift or code is lost or given twice when web and worker are killed under three shops (SEED=${seed})`, () => killThroughPoints(lab, { shops: 3, kills: 4, seed }), 300_000);
