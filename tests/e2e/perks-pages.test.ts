import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishProgram } from "#scripts/demo/publish-program.ts";
import { launchBrowser } from "#tests/setup/browser.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { accessibilityProblems, type Merchant, sidewaysPixels, signIn } from "./merchant.ts";

let world: World;
let browser: Browser;
let ann: string;

const program = {
  pendingDays: 0,
  rewards: [{ id: "five", name: "Five off", kind: "fixed_amount", costPoints: 50, amountMinor: 500 }],
  nthOrderActions: [{ id: "second", n: 2, gift: "Five off your next order", rewardId: "five" }],
  tierQualification: { basis: "orders" },
  tiers: [{ id: "silver", name: "Silver", threshold: 2, perks: { freeShipping: true, customerTag: "early" } }],
};

beforeAll(async () => {
  world = await startWorld({ scopes: ["read_all_orders", "write_discounts", "write_customers"] });
  browser = await launchBrowser();
  await world.openApp(SHOP);
  await world.settled(SHOP);
  await publishProgram({ apiUrl: `${world.appOrigin}/api/v1`, apiToken: await world.apiToken(SHOP) }, { program, startsAt: new Date(Date.now() - 7_200_000) });
  ({ id: ann } = await world.control.customer(SHOP, { email: "ann@example.com" }));
  const at = new Date(Date.now() - 3_600_000).toISOString();
  for (let order = 0; order < 2; order += 1) await world.control.order(SHOP, { customer: { id: ann }, processedAt: at, createdAt: at, totalMinor: 6000 });
  await world.settled(SHOP);
  await waitFor("perks to be given", async () => (await world.sql("select 1 from effects where state = 'open'")).length === 0);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe.each(["wide", "phone"] as const)("on a %s screen", (screen) => {
  let merchant: Merchant;
  beforeAll(async () => {
    merchant = await signIn(world, browser, { shop: SHOP, screen });
  });
  afterAll(() => merchant.leave());

  it("a customer's history names what was given and why", async () => {
    const { app, page } = merchant;
    await merchant.visit(`/customers/${ann}`);
    for (const line of ["Gift: Five off your next order", "Reached the tier Silver", "Free shipping for Silver", "Tag “early” added"]) {
      await app.getByRole("listitem").filter({ hasText: line }).first().waitFor();
    }
    await app.getByRole("button", { name: "Why: Tag “early” added" }).click();
    await app.getByText("The tier Silver gives it.").waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await sidewaysPixels(page)).toBe(0);
  });

  it("the program says of a gift and of a tier what really happens", async () => {
    const { app, page } = merchant;
    await merchant.visit("/program/rules");
    await app.getByText("Five off your next order with order number 2, by code").waitFor();
    expect(await sidewaysPixels(page)).toBe(0);
    await merchant.visit("/program/tiers");
    await app.getByText("Silver").first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});
