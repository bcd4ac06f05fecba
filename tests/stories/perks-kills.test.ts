import { afterAll, beforeAll, expect, it } from "vitest";
import { publishProgram } from "#scripts/demo/publish-program.ts";
import { seededRandom } from "#standin/webhooks/seeded-random.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const CUSTOMERS = 20;
const KILLS = 3;
const PROGRAM = {
  pendingDays: 0,
  rewards: [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 }],
  nthOrderActions: [{ id: "second", n: 2, gift: "5 off your next order", rewardId: "five" }],
  tierQualification: { basis: "orders" },
  tiers: [{ id: "silver", name: "Silver", threshold: 2, perks: { welcomeRewardId: "five", freeShipping: true, customerTag: "early" } }],
};

let world: World;

beforeAll(async () => {
  world = await startWorld({ scopes: ["read_all_orders", "write_discounts", "write_customers"] });
  await world.openApp(SHOP);
  await world.settled(SHOP);
  await publishProgram({ apiUrl: `${world.appOrigin}/api/v1`, apiToken: await world.apiToken(SHOP) }, { program: PROGRAM, startsAt: new Date(Date.now() - 7_200_000) });
});
afterAll(() => world.stop());

type Discount = { customerIds: string[]; type: string; title: string };

const closed = async () => (await world.sql<{ n: number }>("select count(*)::int as n from effects where state <> 'open'"))[0]!.n;
const open = async () => (await world.sql<{ n: number }>("select count(*)::int as n from effects where state = 'open'"))[0]!.n;

it(`a process that is killed while it gives perks gives each once, and none is lost (SEED=${seed})`, async () => {
  const random = seededRandom(seed);
  const customers: string[] = [];
  for (let at = 0; at < CUSTOMERS; at += 1) {
    const { id } = await world.control.customer(SHOP, { email: `c${at}@example.com` });
    const processedAt = new Date(Date.now() - 3_600_000).toISOString();
    for (let order = 0; order < 2; order += 1) await world.control.order(SHOP, { customer: { id }, totalMinor: 2_000, createdAt: processedAt, processedAt });
    customers.push(id);
  }
  for (let kill = 0; kill < KILLS; kill += 1) {
    const until = (await closed()) + 1 + Math.floor(random() * CUSTOMERS);
    await waitFor("perks to be given", async () => (await closed()) >= until || ((await closed()) > 0 && (await open()) === 0), 60_000);
    await world.killWeb();
    // As if the two minutes had passed after which an effect is taken up again.
    await world.sql("update effects set run_at = now() where state = 'open'");
    await world.startWeb();
  }
  await world.settled(SHOP, 60_000);
  await waitFor("everything to be given", async () => (await closed()) >= CUSTOMERS * 5 && (await open()) === 0, 90_000);
  const discounts = (await (await fetch(`${world.adminOrigin}/standin/shops/${SHOP}/discounts`)).json()) as Discount[];
  const given = customers.map((id) => discounts.filter((one) => one.customerIds.includes(id)).map(({ type }) => type).toSorted());
  expect(given).toEqual(customers.map(() => ["DiscountCodeBasic", "DiscountCodeBasic", "DiscountCodeFreeShipping"]));
  const tags = await Promise.all(customers.map(async (id) => ((await (await fetch(`${world.adminOrigin}/standin/shops/${SHOP}/customers/${id}`)).json()) as { tags: string[] }).tags));
  expect(tags).toEqual(customers.map(() => ["early"]));
  expect(await world.sql("select kind, count(*)::int as n, count(*) filter (where tag_is_ours) as ours from member_perks where ended_at is null group by 1 order by 1")).toEqual([
    { kind: "free_shipping", n: CUSTOMERS, ours: "0" }, { kind: "gift", n: CUSTOMERS, ours: "0" }, { kind: "tag", n: CUSTOMERS, ours: String(CUSTOMERS) }, { kind: "welcome_reward", n: CUSTOMERS, ours: "0" },
  ]);
}, 240_000);
