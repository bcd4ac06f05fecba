import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser } from "#tests/setup/browser.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { type Merchant, signIn } from "./merchant.ts";

let world: World;
let browser: Browser;
let one: Merchant;
let other: Merchant;

beforeAll(async () => {
  world = await startWorld();
  await world.openApp(SHOP);
  browser = await launchBrowser();
  [one, other] = [await signIn(world, browser, { shop: SHOP }), await signIn(world, browser, { shop: SHOP })];
});
afterAll(async () => {
  await browser.close();
  await world.stop();
});

const pressSave = ({ page }: Merchant) => page.getByRole("button", { name: "Save" }).click();
const save = async (merchant: Merchant) => {
  await pressSave(merchant);
  await merchant.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
};
const noticed = ({ app }: Merchant) => app.getByText("This was changed meanwhile");
const shown = (fields: ReturnType<Merchant["app"]["getByLabel"]>[]) => Promise.all(fields.map((field) => field.inputValue()));

it("settings that somebody else has saved stand beside what one has typed, and nothing of either is lost", async () => {
  await one.visit("/messages");
  await other.visit("/messages");
  const quietHours = () => world.sql("select quiet_from_hour, quiet_until_hour from mail_settings");
  await other.app.getByLabel("Quiet until").selectOption("6");
  await save(other);
  const before = await quietHours();
  const fields = [one.app.getByLabel("Quiet from"), one.app.getByLabel("Quiet until")];
  await fields[0]!.selectOption("23");
  await pressSave(one);
  await noticed(one).waitFor();
  await one.app.getByText("what you filled in is still here; where both changed the same, yours stands.").waitFor();
  expect(await quietHours()).toEqual(before);
  await waitFor("both changes in the form", async () => (await shown(fields)).join() === "23,6");
  await save(one);
  expect(await noticed(one).count()).toBe(0);
  expect(await quietHours()).toEqual([{ quiet_from_hour: 23, quiet_until_hour: 6 }]);
});

it("a draft of the program that somebody else has saved is neither lost nor published unseen", async () => {
  await other.visit("/program/rules");
  await other.app.getByRole("button", { name: "Use this draft" }).click();
  await save(other);
  await one.visit("/program/rules");
  await other.app.getByLabel("Several are called").fill("stars");
  await save(other);
  const fields = [one.app.getByLabel("Pending for", { exact: true }), one.app.getByLabel("Several are called")];
  await fields[0]!.fill("21");
  await pressSave(one);
  await noticed(one).waitFor();
  await waitFor("both changes in the form", async () => (await shown(fields)).join() === "21,stars");
  await other.visit("/program/review");
  await save(one);
  await other.app.getByRole("button", { name: "Publish program" }).click();
  await noticed(other).waitFor();
  await other.app.getByText("21 days").first().waitFor();
  expect(await world.sql("select version from program_versions")).toEqual([]);
  await other.app.getByRole("button", { name: "Publish program" }).click();
  await other.app.getByText("Live: version 1").waitFor();
});
