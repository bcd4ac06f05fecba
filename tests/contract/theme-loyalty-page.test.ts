import { describe, expect, it } from "vitest";
import { draw, read, REWARDS, type Scene } from "./theme-scene.ts";

const spend = { id: "spend", kind: "amount", points: 1, perMinor: 100 };
const PAUSED = { isPaused: true };

describe("how to earn", () => {
  it("lists the rules that a shopper can check, then what the first orders count", () => {
    const earnRules = [
      spend, { id: "big", kind: "order", points: 50, conditions: [{ kind: "minimum_spend", amountMinor: 5_050 }] }, { id: "account", kind: "account_created", points: 20 },
      { id: "fourth", kind: "nth_order", points: 100, n: 4 }, { id: "tenth", kind: "nth_order", points: 500, n: 10, every: true }, { ...spend, id: "vip", conditions: [{ kind: "customer_tag", tags: ["vip"] }] },
    ];
    expect(read(draw("earn", { who: "guest", rules: { earnRules } }))).toEqual([
      "How you earn", "Each £1.00 spent", "1 point", "Each order", "On orders from £50.50", "50 points", "Opening an account", "20 points", "Order 4", "100 points",
      "Orders 10, 20, 30 and so on", "500 points", "Second order", "Double points", "Third order", "Triple points",
    ]);
  });

  it.each<[string, Scene, string[]]>([
    ["names the currency that points are counted in where the page shows another", { who: "guest", currency: "EUR" }, ["How you earn", "Each 1 GBP spent", "1 point", "Second order", "Double points", "Third order", "Triple points"]],
    ["says the same by the program's older format", { who: "loyal", program: "older" }, ["How you earn", "Each £1.00 spent", "1 point", "Second order", "Double points", "Third order", "Triple points"]],
    ["is not there while the program is paused", { who: "loyal", ...PAUSED }, []],
    ["is not there where no rule can be checked", { who: "guest", rules: { earnRules: [] } }, []],
    ["says in the editor that there is nothing to show", { who: "guest", rules: { earnRules: [] }, isInEditor: true }, ["There is nothing to show here by your program, or for this customer."]],
  ])("%s", (_case, scene, lines) => {
    expect(read(draw("earn", scene))).toEqual(lines);
  });
});

describe("the tiers", () => {
  const tiers = [{ id: "silver", name: "Silver", threshold: 1 }, { id: "gold", name: "Gold", threshold: 5_000, perks: { multiplier: 1.5, freeShipping: true, welcomeRewardId: "five" } }];
  const GOLD = ["1.5 times the points", "Free shipping", "On arrival: 5 off"];
  it.each<[string, Scene, string[]]>([
    ["by money", { who: "guest", rules: { tiers } }, ["Silver", "From £0.01 spent", "Gold", "From £50.00 spent", ...GOLD]],
    ["by orders", { who: "guest", rules: { tiers, tierQualification: { basis: "orders", window: "rolling_year" } } }, ["Silver", "From 1 order", "Gold", "From 5000 orders", ...GOLD, "Counted over the last 12 months."]],
    ["by points, the reader's own marked", { who: "loyal", rules: { tiers, tierQualification: { basis: "points", window: "calendar_year" } } }, ["Silver · Your tier", "From 1 point", "Gold", "From 5,000 points", ...GOLD, "Counted over the calendar year."]],
  ])("%s", (_case, scene, lines) => {
    expect(read(draw("tiers", scene))).toEqual(["Tiers", ...lines]);
  });

  it.each([["en", "1.5 times the points"], ["de", "1,5-fache Punkte"], ["ru", "Баллы, умноженные на 1,5"]])("write fractions as the language does; in %s: %s", (locale, line) => {
    expect(read(draw("tiers", { who: "guest", locale, rules: { tiers } }))).toContain(line);
  });

  it("mark one as the reader's own for readers' software too", () => {
    expect(draw("tiers", { who: "loyal", rules: { tiers } }).match(/aria-current="true"/g)).toHaveLength(1);
    expect(draw("tiers", { who: "guest", rules: { tiers } })).not.toContain("aria-current");
  });

  it("are not there without any, nor by the older format, nor while the program is paused", () => {
    expect([draw("tiers", { who: "loyal", rules: { tiers: [] } }), draw("tiers", { who: "loyal", program: "older" }), draw("tiers", { who: "loyal", ...PAUSED })]).toEqual(["", "", ""]);
  });
});

describe("the rewards", () => {
  const FIVE = ["5 off", "500 points", "On orders from £30.00", "Valid for 90 days, once", "Not with other discounts"];
  const SHIP = ["free shipping", "300 points", "On orders from £10.00", "Valid for 90 days, once", "Not with product discounts", "Not with shipping discounts"];
  it.each<[string, Scene, string[]]>([
    ["a guest reads prices and terms", { who: "guest" }, [...FIVE, ...SHIP]],
    ["whoever has enough has a button", { who: "second" }, [...FIVE, "80 points to go", ...SHIP, "[Use 300 points for free shipping]"]],
    ["points that wait buy nothing yet", { who: "unclaimed" }, [...FIVE, ...SHIP]],
    ["by the older format there is no button", { who: "loyal", program: "older" }, ["5 off", "500 points", "On orders from £30.00", "free shipping", "300 points", "On orders from £10.00"]],
  ])("%s", (_case, scene, lines) => {
    expect(read(draw("rewards", scene))).toEqual(["What you can get", ...lines]);
  });

  it("a choice of points starts somewhere, and what is no code has no terms", () => {
    const rewards = [
      { id: "slide", kind: "slider", name: "Money off", costPoints: 0, pointsPerMinor: 1, minimumPoints: 100, maximumPoints: 900, stepPoints: 100 },
      { id: "card", kind: "gift_card", name: "Gift card", costPoints: 1_000, amountMinor: 1_000 },
    ];
    expect(read(draw("rewards", { who: "guest", rules: { rewards } }))).toEqual(["What you can get", "Money off", "From 100 points", "Valid for 90 days, once", "Not with other discounts", "Gift card", "1,000 points"]);
  });

  it("whoever may choose the points reads what each choice takes off, up to what they have", () => {
    const rewards = [{ id: "slide", kind: "slider", name: "Money off", pointsPerMinor: 1, minimumPoints: 100, maximumPoints: 900, stepPoints: 150 }];
    expect(read(draw("rewards", { who: "second", rules: { rewards } })).slice(-2)).toEqual([
      "How many points (100 points: £1.00 off)(250 points: £2.50 off)(400 points: £4.00 off)", "[Use points for Money off]",
    ]);
  });

  it("a button is real, names its reward and price, loads nothing before it is touched, and has a way without script", () => {
    const html = draw("rewards", { who: "second", settings: { link: "/pages/points" } });
    expect(html).toContain('<button class="thrice-button">Use 300 points for free shipping</button>');
    expect(html).toMatch(/<form class="thrice-redeem" action="\/pages\/points" method="get" data-reward="ship" data-points="300" data-script="[^"]*thrice-redeem\.js"/);
    expect(html).toMatch(/<noscript>.*You have enough for free shipping \(300 points\)\..*<a href="\/pages\/points">See your rewards<\/a>.*<\/noscript>/);
    expect(html).not.toContain("<script");
    expect(draw("rewards", { who: "second" })).toContain('action="/account"');
  });

  it("are not there while the program is paused, nor without any", () => {
    expect([draw("rewards", { who: "loyal", ...PAUSED }), draw("rewards", { who: "loyal", rules: { rewards: [] } })]).toEqual(["", ""]);
  });
});

describe("the history", () => {
  it("has the balance at once, and asks for more only when touched", () => {
    const html = draw("history", { who: "second" });
    expect(read(html)).toEqual(["History", "420 points · Silver", "[Show what happened]", "See your rewards"]);
    expect(html).not.toMatch(/<script|<details[^>]* open/);
    expect(html).toContain('<a href="/account">See your rewards</a>');
  });

  it("stays while the program is paused; guests have none, and the editor says why", () => {
    expect(read(draw("history", { who: "second", ...PAUSED }))).toEqual(["History", "Points are paused. Your balance stays: 420 points.", "[Show what happened]", "See your rewards"]);
    expect(draw("history", { who: "guest" })).toBe("");
    expect(read(draw("history", { who: "guest", isInEditor: true }))).toEqual(["Customers who are signed in see their points here."]);
  });
});

describe("the launcher", () => {
  it("is a closed panel with everything in it, which never opens by itself", () => {
    const html = draw("launcher", { who: "second" });
    expect(html).toMatch(/^<details class="thrice-launcher"/);
    expect(html).not.toMatch(/<details[^>]* open|<script/);
    expect(read(html)).toEqual(expect.arrayContaining(["Rewards", "Your points", "420 points · Silver", "Your road to the third order", "What you can get", "[Use 300 points for free shipping]", "How you earn", "History", "[Show what happened]"]));
  });

  it("tells a guest what joining brings, and whoever is left out only that", () => {
    expect(read(draw("launcher", { who: "guest" }))).toEqual(expect.arrayContaining(["Points for every order", "Sign in", "What you can get"]));
    expect(read(draw("launcher", { who: "blocked" })).filter((line) => !line.startsWith("["))).toEqual(["Rewards", "Rewards", "This account does not take part in the program. Ask the shop if this is a mistake.", "History", "See your rewards"]);
  });

  it("stays for members while the program is paused, and is not there for guests", () => {
    expect(read(draw("launcher", { who: "loyal", ...PAUSED }))).toContain("Points are paused. Your balance stays: 4,338 points.");
    expect([draw("launcher", { who: "guest", ...PAUSED }), draw("launcher", { who: "loyal", program: null })]).toEqual(["", expect.any(String)]);
  });

  it("says what the merchant named it, and keeps names of headings apart by block", () => {
    const html = draw("launcher", { who: "guest", settings: { label: "Stars" }, rules: { rewards: REWARDS } });
    expect(read(html)[0]).toBe("Stars");
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const named = [...html.matchAll(/aria-labelledby="([^"]+)"/g)].map(([, id]) => id);
    expect(named.length).toBeGreaterThan(1);
    expect(ids).toEqual(expect.arrayContaining(named));
  });
});
