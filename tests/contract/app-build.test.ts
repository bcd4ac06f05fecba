import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listUiExtensions } from "#scripts/build-extensions.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLI = path.join(ROOT, "node_modules", "@shopify", "cli", "bin", "run.js");
const KB = 1_024;
/** What Shopify takes: 64 KB, and 128 KB for a whole page of the account. What follows an order has a smaller limit of our own. */
const LIMITS_KB: Record<string, number> = { "after-order": 20, "account-rewards": 128 };
const LIMIT_KB = 64;

const APP_URL = "https://app.example";

// A copy, because building writes beside the sources; inside the project, where packages are found.
const folder = path.join(ROOT, ".data", `app-build-${process.pid}`);

async function build(): Promise<void> {
  // npm says where it was called, and the command would believe it more than where it runs.
  const env = { ...process.env, APP_URL, CI: "1", SHOPIFY_CLI_NO_ANALYTICS: "1", HOME: path.join(folder, "home"), INIT_CWD: folder };
  await promisify(execFile)(process.execPath, [CLI, "app", "build", "--skip-dependencies-installation", "--path", folder], { cwd: folder, env });
}

beforeAll(() => {
  fs.mkdirSync(path.join(folder, "home"), { recursive: true });
  fs.copyFileSync(path.join(ROOT, "shopify.app.toml"), path.join(folder, "shopify.app.toml"));
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "app-build", private: true }));
  fs.cpSync(path.join(ROOT, "extensions"), path.join(folder, "extensions"), { recursive: true, filter: (from) => !/[/\\](dist|node_modules)$/.test(from) });
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe("Shopify's own command", () => {
  it("builds the app, and what it would publish weighs no more than it may", { timeout: 120_000 }, async () => {
    await build();
    for (const name of listUiExtensions()) {
      const built = fs.readFileSync(path.join(folder, "extensions", name, "dist", `${name}.js`));
      expect(built.includes("process.env"), `${name} knows what the environment said`).toBe(false);
      expect(deflateSync(built).length, name).toBeLessThanOrEqual((LIMITS_KB[name] ?? LIMIT_KB) * KB);
    }
  });

  it("refuses an extension for a place that Shopify does not have", { timeout: 120_000 }, async () => {
    const manifest = path.join(folder, "extensions", "after-order", "shopify.extension.toml");
    fs.writeFileSync(manifest, fs.readFileSync(manifest, "utf8").replace("purchase.thank-you.block.render", "purchase.thank-me.block.render"));
    await expect(build()).rejects.toThrow();
  });
});
