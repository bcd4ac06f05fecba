import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findThemeBlocks } from "#app/domain/storefront/theme-blocks.ts";
import { pushSummaries } from "#app/jobs/push-summaries.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { previewBlocks, type PreviewWish, SAMPLE_CUSTOMERS } from "#app/queries/storefront-preview.server.ts";
import { readLiveTheme, readSampleProduct, readShopLanguages } from "#app/shopify/read-storefront.server.ts";
import { isPushDue } from "#app/store/member-summaries.server.ts";
import { saveStorefrontTexts } from "#app/usecases/save-storefront-texts.server.ts";
import { publishLanguages } from "#standin/shop/languages.ts";
import { findMetafield } from "#standin/shop/metafields.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { themeOf } from "#standin/storefront/theme-templates.ts";
import { openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 };
const SCOPES = ["write_discounts", "write_customers", "read_themes", "read_locales"];

let all: Lab;
let it0: RedeemingShop;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
});
afterAll(() => all.stop());

const by = () => ({ by: "staff member 7", now: new Date() });
const asked = (grantedScopes = SCOPES) => ({ domain: it0.lab.domain, grantedScopes });
const told = (): { texts?: unknown } => {
  const { shop } = it0.lab.house;
  const field = findMetafield(shop, { ownerGid: `gid://shopify/Shop/${shop.id}`, namespace: "$app:loyalty", key: "program" });
  return JSON.parse(field?.value ?? "{}") as { texts?: unknown };
};
const draw = (wish: Partial<PreviewWish> = {}) => previewBlocks(it0.shop.id, { who: "guest", language: "en", isDark: false, texts: null, product: null, now: new Date(), ...wish });
const words = (page: string | null | undefined) => (page ?? "").replaceAll(/<style>[\s\S]*?<\/style>|<title>.*<\/title>|<[^>]+>/g, " ").replaceAll(/\s+/g, " ").trim();

describe("a merchant's own texts", () => {
  it("are told to Shopify at once, and not again without a change", async () => {
    await pushSummaries(it0.shop, () => new Date());
    expect(told().texts).toEqual({});
    expect(await saveStorefrontTexts(it0.shop.id, { de: { road_heading: "Dein Weg" } }, by())).toEqual({ outcome: "saved" });
    const { rowCount } = await pool.query("SELECT 1 FROM graphile_worker.jobs WHERE key = $1", [`push-summaries:${it0.shop.id}`]);
    expect(rowCount).toBe(1);
    expect(await isPushDue(pool, it0.shop.id, new Date())).toBe(true);
    await pushSummaries(it0.shop, () => new Date());
    expect(told().texts).toEqual({ de: { road_heading: "Dein Weg" } });
    expect(await isPushDue(pool, it0.shop.id, new Date())).toBe(false);
    await saveStorefrontTexts(it0.shop.id, { de: { road_heading: " Dein Weg " } }, by());
    expect(await isPushDue(pool, it0.shop.id, new Date())).toBe(false);
  });

  it("that are refused leave those before, and another shop's are its own", async () => {
    expect(await saveStorefrontTexts(it0.shop.id, { de: { road_heading: "a\nb" } }, by())).toMatchObject({ outcome: "invalid", fields: [{ path: "de.road_heading" }] });
    const other = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    await saveStorefrontTexts(other.shop.id, { de: { road_heading: "Anders" } }, by());
    const { rows } = await pool.query<{ texts: unknown }>("SELECT texts FROM storefront_texts ORDER BY shop_id");
    expect(rows.map(({ texts }) => texts)).toEqual([{ de: { road_heading: "Dein Weg" } }, { de: { road_heading: "Anders" } }]);
  });

  it("of two people who save at the same time are both kept", async () => {
    const changes = ["balance_heading", "cart_heading", "earn_heading", "tiers_heading"].map((key) => ({ et: { [key]: key } }));
    expect(await Promise.all(changes.map((change) => saveStorefrontTexts(it0.shop.id, change, by())))).toEqual(changes.map(() => ({ outcome: "saved" })));
    const { rows } = await pool.query<{ texts: { et?: object } }>("SELECT texts FROM storefront_texts WHERE shop_id = $1", [it0.shop.id]);
    expect(Object.keys(rows[0]?.texts.et ?? {})).toHaveLength(4);
    await saveStorefrontTexts(it0.shop.id, { et: Object.fromEntries(changes.flatMap(({ et }) => Object.keys(et).map((key) => [key, ""]))) }, by());
  });

  it("come with the next try when Shopify fails, and are gone when the merchant takes them back", async () => {
    await saveStorefrontTexts(it0.shop.id, { de: { road_heading: "" } }, by());
    it0.lab.house.faults.admin.failNext.push({ operation: "metafieldsSet", kind: "500" });
    await expect(pushSummaries(it0.shop, () => new Date())).rejects.toThrow();
    expect(told().texts).toEqual({ de: { road_heading: "Dein Weg" } });
    await pushSummaries(it0.shop, () => new Date());
    expect(told().texts).toEqual({});
  });
});

describe("the live theme", () => {
  it("is asked for only with leave", async () => {
    expect(await readLiveTheme(asked([]))).toBe("not_granted");
    expect(await readShopLanguages(asked([]))).toBeUndefined();
  });

  it("tells where our blocks stand, however many pages its files come in", async () => {
    const { files } = themeOf(it0.lab.house.shop);
    for (let at = 0; at < 230; at += 1) files.set(`templates/page.n${at}.json`, { content: JSON.stringify({ sections: {}, note: "x".repeat(3_000) }) });
    const theme = await readLiveTheme(asked());
    if (typeof theme === "string") throw new Error(theme);
    expect(theme.files.length).toBeGreaterThan(230);
    expect(findThemeBlocks(theme.files, theme.appHandle).places).toContainEqual({ block: "points-on-product", on: { kind: "page", page: "product" }, section: "main-product", isOn: true });
  });

  it("is said not to be known where Shopify fails or has withdrawn its leave", async () => {
    it0.lab.house.faults.admin.failNext.push({ operation: "LiveTheme", kind: "500" });
    expect(await readLiveTheme(asked())).toBe("failed");
    const granted = it0.lab.house.shop.grantedScopes;
    it0.lab.house.shop.grantedScopes = granted.filter((scope) => scope !== "read_themes");
    expect(await readLiveTheme(asked())).toBe("failed");
    it0.lab.house.shop.grantedScopes = granted;
  });

  it("has the languages that the shop is published in, its own first", async () => {
    publishLanguages(it0.lab.house.shop, ["it", "de"]);
    expect(await readShopLanguages(asked())).toEqual(["it", "de"]);
  });
});

describe("the preview", () => {
  it("draws every block for everybody, from what Shopify is told", async () => {
    for (const who of SAMPLE_CUSTOMERS) {
      for (const language of ["en", "ar", "it"]) {
        const { pages } = await draw({ who, language });
        for (const page of Object.values(pages)) expect(words(page)).not.toMatch(/\{\{|undefined|\[object|NaN|null/);
      }
    }
    expect(words((await draw()).pages["points-on-product"])).toBe("Earn 40 points");
  });

  it("takes a customer of the shop where there is one, and says when it invents one", async () => {
    expect((await draw({ who: "first" })).isRealCustomer).toBe(false);
    const customer = await it0.customer(300);
    placeOrder(it0.lab.house.shop, { customer: { id: customer.id }, totalMinor: 6_000 });
    await it0.hear();
    const stages = await pool.query<{ stage: "first" | "second" | "loyal" }>("SELECT stage FROM customers WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, customer.id]);
    const drawn = await draw({ who: stages.rows[0]?.stage ?? "guest" });
    expect(drawn.isRealCustomer).toBe(true);
    expect(words(drawn.pages["balance"])).toContain("points");
    expect(JSON.stringify(drawn)).not.toContain(customer.email ?? "@");
  });

  it("shows texts before they are saved, as text, and the product that Shopify names", async () => {
    it0.lab.house.shop.products.set("1", { id: "1", variantId: "11", title: "Mug </main><script>", sku: "", priceMinor: 2_450, createdAtMs: 0, giftCard: false });
    const product = (await readSampleProduct(asked())) ?? null;
    const { pages } = await draw({ product, texts: { en: { road_heading: "A <b>road</b>" } } });
    expect(words(pages["points-on-product"])).toBe("Earn 24 points");
    expect(pages["road-to-third"]).toContain("A &lt;b&gt;road&lt;/b&gt;");
    expect(JSON.stringify(pages)).not.toContain("<script");
  });

  it("takes a product whose price shows a number, where there is one", async () => {
    const { products } = it0.lab.house.shop;
    const product = (id: string, priceMinor: number, giftCard = false) => products.set(id, { id, variantId: `${id}1`, title: `Product ${id}`, sku: "", priceMinor, createdAtMs: 0, giftCard });
    products.clear();
    for (const [id, priceMinor] of [["1", 21], ["2", 595], ["3", 85]] as const) product(id, priceMinor);
    product("4", 10_000, true);
    expect(await readSampleProduct(asked())).toMatchObject({ title: "Product 2" });
    products.clear();
    expect(await readSampleProduct(asked())).toBeUndefined();
  });

  it("has the button that buys a reward, as shoppers with script see it, and not the words for those without", async () => {
    const customer = await it0.customer(300);
    placeOrder(it0.lab.house.shop, { customer: { id: customer.id }, totalMinor: 6_000 });
    await it0.hear();
    const { rows } = await pool.query<{ stage: "first" | "second" | "loyal" }>("SELECT stage FROM customers WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, customer.id]);
    const page = (await draw({ who: rows[0]?.stage ?? "guest" })).pages["rewards"];
    expect(page).toMatch(/<button[^>]*>Use 100 points for 5 off<\/button>/);
    expect(page).not.toMatch(/<noscript|You have enough for/);
  });

  it("shows nothing where the shop shows nothing", async () => {
    const before = await previewBlocks(it0.shop.id, { who: "guest", language: "en", isDark: false, texts: null, product: null, now: new Date("2000-01-01") });
    expect(Object.values(before.pages).filter(Boolean)).toEqual([]);
  });
});
