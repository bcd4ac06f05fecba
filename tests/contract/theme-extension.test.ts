import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { themeCheckRun } from "@shopify/theme-check-node";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { BlockSchema } from "#app/liquid/theme-files.ts";
import { listBlocks, schemaOf, THEME_EXTENSION } from "#standin/storefront/theme-liquid.ts";

const ROOT = fileURLToPath(THEME_EXTENSION);
const CSS_BYTES_MAX = 8 * 1_024;
const SCRIPT_BYTES_MAX = 3 * 1_024;
const TOUCHED_BYTES_MAX = 10 * 1_024;
/** Shopify's limits for the Liquid of an extension in all, and for one file of it. */
const LIQUID_BYTES_MAX = 100_000;

/** What Shopify publishes of the settings that a block's schema may have. */
const require = createRequire(import.meta.url);
const published = path.join(path.dirname(require.resolve("@shopify/theme-check-docs-updater/package.json")), "data");

function schemaCheck() {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  for (const name of ["setting", "settings", "default_setting_values"]) ajv.addSchema(JSON.parse(readFileSync(path.join(published, `${name}.json`), "utf8")) as object, `file:///${name}.json`);
  return ajv.compile({
    type: "object",
    required: ["name", "target", "settings"],
    properties: {
      name: { type: "string" }, target: { enum: ["section", "head", "body", "compliance_head"] }, stylesheet: { type: "string" }, javascript: { type: "string" },
      class: { type: "string" }, tag: { type: "string" }, enabled_on: { type: "object" }, disabled_on: { type: "object" }, available_if: { type: "string" },
      settings: { $ref: "file:///settings.json" },
    },
    additionalProperties: false,
  });
}

/**
 * Shopify's documentation has "autofill" for settings of an app's block that name a product, a collection and the like; what it
 * publishes of settings does not know it.
 *
 * @see https://shopify.dev/docs/apps/build/online-store/theme-app-extensions/configuration#autofill
 */
const asPublished = ({ settings, ...schema }: BlockSchema): object => ({
  ...schema,
  settings: settings.map((setting) => (setting.type === "product" ? Object.fromEntries(Object.entries(setting).filter(([name, value]) => name !== "autofill" || value !== true)) : setting)),
});

const offenses = async (root: string): Promise<string[]> => (await themeCheckRun(root, "theme-check:theme-app-extension")).offenses.map(({ check, uri, message }) => `${check} ${path.basename(uri)}: ${message}`);

const files = (folder: string): string[] => readdirSync(path.join(ROOT, folder)).map((name) => path.join(ROOT, folder, name));
const texts = ["blocks", "snippets", "assets"].flatMap(files).map((file) => ({ name: path.basename(file), text: readFileSync(file, "utf8") }));

/** The keys of a file of words, with forms of a plural as one. */
function keysOf(value: object, prefix = ""): string[] {
  return Object.entries(value).flatMap(([key, inner]) => (typeof inner === "object" && inner !== null && !("other" in inner) ? keysOf(inner as object, `${prefix}${key}.`) : [`${prefix}${key}`]));
}

describe("Shopify's theme check", () => {
  it("finds nothing in the extension", async () => {
    expect(await offenses(ROOT)).toEqual([]);
  });

  it.each(texts)("$name has no single brace where something is printed: Shopify's Liquid would end there, and the check sees nothing", ({ text }) => {
    expect(text).not.toMatch(/\{\{[^}]*\}(?!\})/);
  });

  it("would find a word that no language has, and a snippet that is not there", async () => {
    const copy = mkdtempSync(path.join(tmpdir(), "theme-"));
    cpSync(ROOT, copy, { recursive: true });
    writeFileSync(path.join(copy, "blocks", "wrong.liquid"), `{{ 'no.such.word' | t }}{% render 'no-such-snippet' %}\n{% schema %}{ "name": "Wrong", "target": "section", "settings": [] }{% endschema %}\n`);
    const found = (await offenses(pathToFileURL(copy).pathname)).map((line) => line.split(" ")[0]);
    rmSync(copy, { recursive: true });
    expect(found).toEqual(expect.arrayContaining(["TranslationKeyExists", "MissingTemplate"]));
  });
});

describe("the settings of the blocks", () => {
  const check = schemaCheck();

  it.each(listBlocks())("%s fits Shopify's published schema, and its name fits the editor", (block) => {
    const schema = schemaOf(block);
    expect(check(asPublished(schema)), JSON.stringify(check.errors)).toBe(true);
    const [group = "", key = ""] = schema.name.replace("t:", "").split(".");
    for (const file of files("locales").filter((name) => name.endsWith(".schema.json"))) {
      const names = JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, string>>;
      expect(names[group]?.[key]?.length, path.basename(file)).toBeLessThanOrEqual(25);
    }
  });

  it("take the product of the section around the block, such as a featured product on the home page", () => {
    expect(schemaOf("points-on-product").settings.find(({ id }) => id === "product")).toMatchObject({ type: "product", autofill: true });
  });

  it("that are wrong would be refused", () => {
    expect(check({ name: "Wrong", target: "section", settings: [{ type: "colour", id: "accent", label: "Accent" }] })).toBe(false);
    expect(check({ name: "Wrong", target: "section", settings: [{ type: "range", id: "radius", label: "Radius" }] })).toBe(false);
  });
});

describe("what a page of the shop has to load", () => {
  const weigh = (names: string[]) => names.reduce((sum, name) => sum + gzipSync(readFileSync(path.join(ROOT, "assets", name))).length, 0);
  const liquid = texts.filter(({ name }) => name.endsWith(".liquid"));

  it("is at most 8 KB of styles, 3 KB of script where one follows the variant, and 10 KB once a shopper touches something, compressed", () => {
    const names = readdirSync(path.join(ROOT, "assets"));
    expect(names.toSorted()).toEqual(["thrice-history.js", "thrice-panel.js", "thrice-redeem.js", "thrice-variant.js", "thrice.css"]);
    expect(weigh(["thrice.css"])).toBeLessThanOrEqual(CSS_BYTES_MAX);
    expect(weigh(["thrice-variant.js"])).toBeLessThanOrEqual(SCRIPT_BYTES_MAX);
    expect(weigh(["thrice-history.js", "thrice-panel.js", "thrice-redeem.js"])).toBeLessThanOrEqual(TOUCHED_BYTES_MAX);
  });

  it("is a script before a touch in one block only; the others load theirs by what the shopper does", () => {
    expect(liquid.filter(({ text }) => /<script/.test(text)).map(({ name }) => name)).toEqual(["points-on-product.liquid"]);
    const handlers = liquid.flatMap(({ name, text }) => [...text.matchAll(/\son([a-z]+)="/g)].map(([, event]) => `${name} ${event}`));
    expect(handlers.toSorted()).toEqual(["launcher.liquid toggle", "thrice-history.liquid toggle", "thrice-redeem.liquid submit"]);
    for (const block of listBlocks()) expect(schemaOf(block).javascript).toBeUndefined();
  });

  it("fits what Shopify takes", () => {
    expect(liquid.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)).toBeLessThanOrEqual(LIQUID_BYTES_MAX);
    expect(listBlocks().length).toBeLessThanOrEqual(25);
  });

  it.each(texts)("$name asks no third party and sets no cookie", ({ text }) => {
    expect(text).not.toMatch(/https?:|\/\/[a-z]|@import|url\(|cookie|localStorage|sessionStorage/i);
  });
});

describe("the languages", () => {
  const languages = files("locales").filter((file) => !file.includes("schema"));
  const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as object;

  it("of the theme editor are the same, and each says everything that a setting asks for", () => {
    const named = files("locales").filter((file) => file.endsWith(".schema.json"));
    expect(named.map((file) => path.basename(file).replace(/(\.default)?\.schema\.json$/, "")).toSorted()).toEqual(["ar", "de", "en", "es", "et", "fr", "ru", "zh-CN"]);
    const wanted = new Set(listBlocks().flatMap((block) => JSON.stringify(schemaOf(block)).match(/(?<=")t:[a-z_.]+(?=")/g) ?? []));
    for (const file of named) expect(keysOf(read(file)).map((key) => `t:${key}`).toSorted(), path.basename(file)).toEqual([...wanted].toSorted());
  });

  it("are eight, and each says everything", () => {
    const names = languages.map((file) => path.basename(file).replace(/(\.default)?\.json$/, ""));
    expect(names.toSorted()).toEqual(["ar", "de", "en", "es", "et", "fr", "ru", "zh-CN"]);
    const wanted = keysOf(read(path.join(ROOT, "locales", "en.default.json"))).toSorted();
    for (const file of languages) expect(keysOf(read(file)).toSorted(), path.basename(file)).toEqual(wanted);
  });

  it("have a sample of every form of points for the script that changes a number on the page", () => {
    const numbers = (list: string | undefined) => (list ?? "").split(",").map(Number).toSorted((a, b) => a - b);
    const written = numbers(/samples = '(?<list>[\d,]+)'/.exec(readFileSync(path.join(ROOT, "snippets", "thrice-redeem-words.liquid"), "utf8"))?.groups?.["list"]);
    const looked = numbers(/SAMPLES = \[(?<list>[\d, ]+)\]/.exec(readFileSync(path.join(ROOT, "assets", "thrice-redeem.js"), "utf8"))?.groups?.["list"]);
    expect([1, ...looked].toSorted((a, b) => a - b)).toEqual(written);
    for (const file of languages) {
      const plural = new Intl.PluralRules(path.basename(file).replace(/(\.default)?\.json$/, ""));
      for (let points = 2; points <= 3_000_000; points += points < 2_000 ? 1 : 99_999) expect(looked.map((sample) => plural.select(sample)), `${file} ${points}`).toContain(plural.select(points));
    }
  });

  it.each(languages.map((file) => [path.basename(file).replace(/(\.default)?\.json$/, ""), file]))("%s has the forms that its plurals need", (locale, file) => {
    const { points, tiers, rewards } = read(file) as Record<string, Record<string, object>>;
    for (const forms of [points?.["count"], tiers?.["from_orders"], rewards?.["valid"]]) {
      expect(Object.keys(forms ?? {}).toSorted()).toEqual([...new Intl.PluralRules(locale).resolvedOptions().pluralCategories].toSorted());
    }
  });
});
