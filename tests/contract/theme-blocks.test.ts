import { describe, expect, it } from "vitest";
import { listBlocks } from "#standin/storefront/theme-liquid.ts";
import { draw, LOCALES, MEMBERS, NOW, read, REWARDS, type Scene, type Who } from "./theme-scene.ts";

const HEADING = "Your points";

const JOINING = ["Points for every order", "1 point for each £1.00 spent", "Double points on the second order", "Triple points on the third order", "First reward: free shipping for 300 points"];

describe("the balance", () => {
  it.each<[Who, string[]]>([
    ["guest", [...JOINING, "Sign in"]],
    ["without a metafield", JOINING],
    ["with a metafield of an older version", JOINING],
    ["first", [HEADING, "1 point", "299 points to go to free shipping"]],
    ["second", [HEADING, "420 points · Silver", "40 points pending", "80 points to go to 5 off"]],
    ["loyal", [HEADING, "4,338 points · Silver", "40 points pending"]],
    ["unclaimed", [HEADING, "120 points waiting: sign in"]],
    ["in debt", [HEADING, "−30 points · Silver", "40 points pending", "330 points to go to free shipping"]],
  ])("%s", (who, lines) => {
    expect(read(draw("balance", { who }))).toEqual(lines);
  });

  it.each<[string, Scene, string[]]>([
    ["a gift for the account, points for an order, and orders that count otherwise", { who: "guest", rules: { nthOrderMultipliers: [0, 1.5, 4], rewards: [], earnRules: [
      { id: "order", kind: "order", points: 10 }, { id: "account", kind: "account_created", points: 50 }, { id: "third", kind: "nth_order", points: 100, n: 3 }, { id: "tenth", kind: "nth_order", points: 500, n: 10, every: true },
    ] } }, ["10 points for each order", "50 points for opening an account", "First order: No points", "Second order: 1.5 times the points", "Third order: 4 times the points", "Third order: 100 points"]],
    ["from what amount on orders count", { who: "guest", policy: { minimumOrderMinor: 2_000 }, rules: { nthOrderMultipliers: [], rewards: [], earnRules: [
      { id: "spend", kind: "amount", points: 1, perMinor: 100 }, { id: "large", kind: "order", points: 9, conditions: [{ kind: "minimum_spend", amountMinor: 5_000 }] }, { id: "account", kind: "account_created", points: 50 }, { id: "third", kind: "nth_order", points: 100, n: 3 },
    ] } }, ["1 point for each £1.00 spent · On orders from £20.00", "50 points for opening an account", "Third order: 100 points · On orders from £20.00"]],
    ["no rule that not everybody meets", { who: "guest", rules: { nthOrderMultipliers: [], rewards: [], earnRules: [{ id: "big", kind: "amount", points: 1, perMinor: 100, conditions: [{ kind: "minimum_spend", amountMinor: 5_000 }] }] } }, []],
    ["the program's older format", { who: "guest", program: "older" }, JOINING.slice(1)],
    ["money of another page, with its code", { who: "guest", currency: "EUR", rules: { rewards: [], nthOrderMultipliers: [] } }, ["1 point for each 1 GBP spent"]],
  ])("tells a guest what joining brings: %s", (_case, scene, lines) => {
    expect(read(draw("balance", scene))).toEqual(["Points for every order", ...lines, "Sign in"]);
  });

  it("is one short line for a guest where the merchant wants no details, and in the panel, which has all of it below", () => {
    expect(read(draw("balance", { who: "guest", settings: { show_details: false } }))).toEqual(["Points for every order", "Sign in"]);
    expect(draw("launcher", { who: "guest" })).not.toContain("First reward");
  });

  it("stays while the program is paused, and says so", () => {
    expect(read(draw("balance", { who: "second", isPaused: true }))).toEqual([HEADING, "Points are paused. Your balance stays: 420 points.", "40 points pending"]);
    expect(draw("balance", { who: "guest", isPaused: true })).toBe("");
  });

  it("promises nothing before a program is published; only the theme editor says why", () => {
    expect(draw("balance", { who: "guest", program: null })).toBe("");
    expect(read(draw("balance", { who: "guest", program: null, isInEditor: true }))).toEqual(["Publish a program in Thrice, and points appear here."]);
  });

  it.each([
    ["en", "4,338 stars · Silver"],
    ["de", "stars: 4.338 · Silver"],
    ["ar", "\u2068stars\u2069: 4,338 · Silver"],
  ])("uses the merchant's name for points; in %s: %s", (locale, line) => {
    expect(read(draw("balance", { who: "loyal", locale, rules: { pointsName: { one: "star", other: "stars" } }, settings: { show_details: false } }))[0]).toBe(line);
  });
});

describe("points on a product", () => {
  const BETTER = [{ id: "silver", name: "Silver", threshold: 10, perks: { multiplier: 1.25 } }];
  it.each<[string, Scene, string[]]>([
    ["a guest earns what any order earns", { who: "guest" }, ["Earn 24 points"]],
    ["a guest may have ordered before, and is not promised what the first order alone earns", { who: "guest", rules: { nthOrderMultipliers: [3, 1] } }, ["Earn 24 points"]],
    ["nor more than an order that counts less", { who: "guest", rules: { nthOrderMultipliers: [3, 0.5] } }, ["Earn 12 points"]],
    ["nor anything where one earns nothing: no number", { who: "without a metafield", rules: { nthOrderMultipliers: [1, 0] } }, ["Earns points"]],
    ["one order: the second counts double", { who: "first" }, ["Earn 49 points: double on your second order"]],
    ["two orders: the third counts triple", { who: "second" }, ["Earn 73 points: triple on your third order"]],
    ["the second of a tier that counts more is double as well, and the number says both", { who: "first", member: { tierId: "silver" }, rules: { tiers: BETTER } }, ["Earn 61 points: double on your second order"]],
    ["the third of such a tier is triple", { who: "second", rules: { tiers: BETTER } }, ["Earn 91 points: triple on your third order"]],
    ["the third in a program that does not count it triple: no reason", { who: "second", rules: { nthOrderMultipliers: [1, 1, 2.5], tiers: BETTER } }, ["Earn 76 points"]],
    ["a tier that doubles is not the second order's doing", { who: "first", member: { tierId: "silver" }, rules: { nthOrderMultipliers: [1, 1], tiers: [{ id: "silver", name: "Silver", threshold: 10, perks: { multiplier: 2 } }] } }, ["Earn 49 points"]],
    ["after that, plainly", { who: "loyal" }, ["Earn 24 points"]],
    ["another currency: no number", { who: "loyal", currency: "EUR" }, ["Earns points"]],
    ["a price too small for a point: no number", { who: "guest", price: 40 }, ["Earns points"]],
    ["points without tax: no number", { who: "guest", rules: { amountBasis: "without_tax" } }, ["Earns points"]],
    ["a multiplier of 1.1 on 30.00 is 33, not 32", { who: "first", price: 3_000, member: { orderCount: 0, stage: "prospect" }, rules: { nthOrderMultipliers: [1.1] } }, ["Earn 33 points"]],
    ["too cheap for an order that counts: from what amount on, and no number", { who: "guest", policy: { minimumOrderMinor: 2_500 } }, ["Earns points on orders from £25.00"]],
    ["just dear enough for one", { who: "guest", policy: { minimumOrderMinor: 2_450 } }, ["Earn 24 points"]],
    ["another currency, where small orders do not count", { who: "loyal", currency: "EUR", policy: { minimumOrderMinor: 100 } }, ["Earns points on orders from 1 GBP"]],
    ["orders of the online store do not count: nothing", { who: "loyal", policy: { excludedSources: ["web"] } }, []],
    ["an order of today already, where a day is one purchase: no reason, and the smaller number", { who: "first", policy: { mergeSameDay: true }, member: { lastOrderAt: NOW } }, ["Earn 24 points"]],
    ["and on another day as ever", { who: "first", policy: { mergeSameDay: true }, member: { lastOrderAt: new Date("2026-11-19T12:00:00Z") } }, ["Earn 49 points: double on your second order"]],
    ["a gift card: nothing", { who: "guest", giftCard: true }, []],
    ["paused: nothing", { who: "loyal", isPaused: true }, []],
    ["no program: nothing", { who: "loyal", program: null }, []],
  ])("%s", (_case, scene, lines) => {
    expect(read(draw("points-on-product", scene))).toEqual(lines);
  });
});

it("a product of several prices has a sentence for each, the chosen one in sight, and only then a script", () => {
  const html = draw("points-on-product", { who: "guest", otherPrice: 5_000 });
  expect(html).toContain('<span data-thrice-variant="41">Earn 24 points</span><span data-thrice-variant="42" hidden>Earn 50 points</span>');
  expect(html.match(/<script src="[^"]*" defer>/g)).toHaveLength(1);
  expect(draw("points-on-product", { who: "guest" })).not.toContain("<script");
});

describe("the road to the third order", () => {
  it.each<[Who, string[]]>([
    ["guest", ["First order", "Points", "Next", "Second order", "Double points", "Third order", "Triple points"]],
    ["without a metafield", ["First order", "Points", "Next", "Second order", "Double points", "Third order", "Triple points"]],
    ["first", ["First order", "Done", "Second order", "Double points", "Next", "Third order", "Triple points"]],
    ["second", ["First order", "Done", "Second order", "Done", "Third order", "Triple points", "Next"]],
    ["loyal", ["First order", "Done", "Second order", "Done", "Third order", "Done"]],
  ])("%s", (who, lines) => {
    expect(read(draw("road-to-third", { who }))).toEqual(["Your road to the third order", ...lines]);
  });

  it.each<[string, Scene, string[]]>([
    ["to the second order", { who: "first", policy: { loyalAt: 2 } }, ["Your road to the second order", "First order", "Done", "Second order", "Double points", "Next"]],
    ["to the fifth, after four", { who: "second", policy: { loyalAt: 5 }, member: { orderCount: 4 } }, ["Your road to order 5", "First order", "Done", "Second order", "Done", "Third order", "Done", "Order 4", "Done", "Order 5", "Points", "Next"]],
    ["to the twentieth: only what is near", { who: "second", policy: { loyalAt: 20 }, member: { orderCount: 7 } }, ["Your road to order 20", "Order 7", "Done", "Order 8", "Points", "Next", "Order 9", "Points", "Order 20", "Points"]],
    ["to the fifth, done", { who: "loyal", policy: { loyalAt: 5 }, member: { orderCount: 9 } }, ["Your road to order 5", ...["First order", "Second order", "Third order", "Order 4", "Order 5"].flatMap((order) => [order, "Done"])]],
  ])("leads %s", (_where, scene, lines) => {
    expect(read(draw("road-to-third", scene))).toEqual(lines);
  });

  it("is not there while the program is paused", () => {
    expect(draw("road-to-third", { who: "first", isPaused: true })).toBe("");
  });

  it("marks exactly one step as the next one, and none after the third", () => {
    const marks = (who: Who) => draw("road-to-third", { who }).match(/aria-current="step"/g)?.length ?? 0;
    expect([marks("guest"), marks("first"), marks("second"), marks("loyal")]).toEqual([1, 1, 1, 0]);
  });
});

describe("the cart", () => {
  const FIVE = ["[Use 500 points for 5 off]", "On orders from £30.00", "Valid for 90 days, once", "Not with other discounts"];
  const SHIP = ["[Use 300 points for free shipping]", "On orders from £10.00", "Valid for 90 days, once", "Not with product discounts", "Not with shipping discounts"];
  it.each<[string, Scene, string[]]>([
    ["a guest", { who: "guest" }, ["This cart earns 24 points."]],
    ["a dearer reward is in reach with a little more, a cheaper one now", { who: "loyal" }, ["This cart earns 24 points.", "£5.50 more to 5 off.", ...SHIP]],
    ["the dearest reward is in reach", { who: "loyal", price: 3_000 }, ["This cart earns 30 points.", ...FIVE]],
    ["no reward in reach", { who: "first" }, ["This cart earns 49 points."]],
    ["store credit takes nothing off a cart", { who: "loyal", rules: { rewards: [{ id: "credit", kind: "store_credit", name: "Credit", costPoints: 10, amountMinor: 100 }] } }, ["This cart earns 24 points."]],
    ["the program in its older format: no button", { who: "loyal", price: 3_000, program: "older" }, ["This cart earns 30 points.", "You have enough for 5 off (500 points)."]],
    ["waiting points pay for nothing", { who: "unclaimed" }, ["This cart earns 24 points."]],
    ["nor does a debt", { who: "in debt" }, ["This cart earns 24 points."]],
    ["another currency", { who: "loyal", currency: "EUR" }, ["This cart earns points."]],
    ["only a gift card", { who: "guest", giftCard: true }, ["Gift cards earn no points."]],
    ["too small to count: from what amount on, and no number", { who: "guest", policy: { minimumOrderMinor: 2_500 } }, ["Orders from £25.00 earn points."]],
    ["just large enough to count", { who: "guest", policy: { minimumOrderMinor: 2_450 } }, ["This cart earns 24 points."]],
    ["large enough, of which nobody can say what it earns", { who: "guest", policy: { minimumOrderMinor: 2_450 }, rules: { amountBasis: "without_tax" } }, ["This cart earns points."]],
    ["another currency, where small orders do not count", { who: "loyal", currency: "EUR", policy: { minimumOrderMinor: 100 } }, ["Orders from 1 GBP earn points."]],
    ["orders of the online store do not count: rewards alone", { who: "loyal", price: 3_000, policy: { excludedSources: ["web"] } }, FIVE],
    ["the program in its older format, which says of no smallest order", { who: "guest", program: "older", policy: { minimumOrderMinor: 2_500 } }, ["This cart earns 24 points."]],
    ["an order of today already, where a day is one purchase", { who: "first", policy: { mergeSameDay: true }, member: { lastOrderAt: NOW } }, ["This cart earns 24 points."]],
  ])("%s", (_case, scene, lines) => {
    expect(read(draw("cart-points", scene))).toEqual([HEADING, ...lines]);
  });

  it("is not there while the program is paused, or empty", () => {
    expect(draw("cart-points", { who: "loyal", isPaused: true })).toBe("");
    expect(draw("cart-points", { who: "loyal", without: ["cart"] })).toBe("");
  });
});

describe("every block", () => {
  const everybody = Object.keys(MEMBERS) as Who[];
  const evil = "<script>alert(1)</script>\"'&";

  it.each(LOCALES)("reads whole in %s, for everybody, live, paused, unpublished, told in an older format, excluded, and in the editor", (locale) => {
    for (const block of listBlocks()) {
      for (const who of everybody) {
        for (const more of [{}, { isPaused: true }, { program: null }, { program: "older" as const }, { isInEditor: true, program: null }, { isInEditor: true, tags: ["Staff"], rules: { excludedCustomerTags: ["staff"] } }, { currency: "JPY" }, { policy: { loyalAt: 5 } }, { policy: { minimumOrderMinor: 9_000, mergeSameDay: true } }, { policy: { excludedSources: ["web"] } }, { rules: { earnRules: [], rewards: [], nthOrderMultipliers: [] } }]) {
          const html = draw(block, { who, locale, ...more });
          expect(html, `${block} ${who}`).not.toMatch(/\{\{|\}\}|undefined|\[object|NaN|null|<script|<([ou]l)[^>]*>\s*<\/\1>/);
        }
      }
    }
  });

  it.each<[string, string, string]>([
    ["cart-points", "cart", "Put a product into the cart, and its points appear here."],
    ["points-on-product", "product", "On a product page, or with a product chosen in the settings, its points appear here."],
  ])("%s says in the theme editor that it waits for a %s; shoppers read nothing", (block, object, words) => {
    for (const who of ["guest", "loyal"] satisfies Who[]) {
      expect(read(draw(block, { who, without: [object], isInEditor: true }))).toEqual([words]);
      expect(draw(block, { who, without: [object] })).toBe("");
    }
    expect(read(draw(block, { who: "loyal", isPaused: true, isInEditor: true }))).toEqual(["There is nothing to show here by your program, or for this customer."]);
  });

  it.each(listBlocks())("%s breaks nothing in a theme without the objects that it expects", (block) => {
    for (const who of everybody) {
      for (const without of [["product"], ["cart"], ["customer"], ["shop"], ["routes"], ["request"], ["product", "cart", "customer", "shop", "routes", "request"]]) expect(() => draw(block, { who, without })).not.toThrow();
    }
  });

  it.each(listBlocks())("%s shows a name with markup as text, wherever it comes from", (block) => {
    const keys = ["balance_heading", "balance_guest", "road_heading", "cart_heading", "earn_heading", "tiers_heading", "rewards_heading", "history_heading", "launcher_label"];
    const rules = { pointsName: { one: evil, other: evil }, tiers: [{ id: "silver", name: evil, threshold: 10 }], rewards: REWARDS.map((reward) => ({ ...reward, id: `${reward.id}${evil}`, name: evil })) };
    for (const who of everybody) {
      for (const locale of LOCALES) {
        const texts = { [locale]: Object.fromEntries(keys.map((key) => [key, evil])) };
        for (const settings of [{}, { heading: evil, label: evil, accent: "\"><script>", background: "\"><script>", foreground: "\"><script>", link: "\"><script>" }]) {
          const html = draw(block, { who, locale, rules, title: evil, texts, settings });
          expect(html).not.toMatch(/<script|"">|"'&[^#a]/);
          expect(html, "escaped twice").not.toMatch(/&amp;(#|amp|lt|gt|quot)/);
        }
      }
    }
  });

  it.each(listBlocks())("%s promises nothing to whoever is left out, by a tag or by hand", (block) => {
    for (const scene of [{ who: "blocked" }, { who: "loyal", tags: ["VIP", "Staff"], rules: { excludedCustomerTags: ["staff"] } }] satisfies Scene[]) {
      const text = read(draw(block, scene)).join("\n");
      expect(text).not.toMatch(/earn|Use \d/i);
      if (block === "balance") expect(text).toBe("This account does not take part in the program. Ask the shop if this is a mistake.");
    }
  });

  it.each<[string, string, string]>([
    ["balance", "balance_heading", "loyal"], ["balance", "balance_guest", "guest"], ["road-to-third", "road_heading", "guest"], ["cart-points", "cart_heading", "guest"], ["earn", "earn_heading", "guest"],
    ["tiers", "tiers_heading", "guest"], ["rewards", "rewards_heading", "guest"], ["history", "history_heading", "loyal"], ["launcher", "launcher_label", "guest"],
  ])("%s says the merchant's own text for %s, in the language of the page or else its first part", (block, key, who) => {
    const texts = { de: { [key]: "Herzlich" }, "de-CH": { [key]: "Grüezi" } };
    const lines = (locale: string) => read(draw(block, { who: who as Who, locale, texts }));
    expect(lines("de")).toContain("Herzlich");
    expect(lines("de-CH")).toContain("Grüezi");
    expect(lines("de-AT")).toContain("Herzlich");
    expect(lines("en").join()).not.toMatch(/Herzlich|Grüezi/);
    if (key.endsWith("heading") && block !== "balance") expect(read(draw(block, { who: who as Who, locale: "de", texts, settings: { heading: "Chosen" } }))).toContain("Chosen");
  });

  it("has Russian and Arabic plurals", () => {
    const waiting = (locale: string, points: number) => read(draw("balance", { who: "loyal", locale, settings: { show_details: false }, member: { settledPoints: points, tierId: null, pendingPoints: 0 } }))[0];
    expect([1, 2, 5, 11, 21].map((points) => waiting("ru", points))).toEqual(["1 балл", "2 балла", "5 баллов", "11 баллов", "21 балл"]);
    expect([0, 1, 2, 3, 11, 100].map((points) => waiting("ar", points))).toEqual(["0 نقطة", "نقطة واحدة", "نقطتان", "3 نقاط", "11 نقطة", "100 نقطة"]);
  });
});
