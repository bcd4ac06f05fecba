import { defineConfig } from "vitest/config";
import { LongestFirst } from "#scripts/longest-first.ts";

const WITH_DATABASE = {
  globalSetup: ["tests/setup/postgres.ts"],
  setupFiles: ["tests/setup/database.ts"],
};

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // One group of projects after the other: how many files run at a time is each group's own.
    projects: [
      {
        test: {
          name: "unit",
          sequence: { groupOrder: 1 },
          // Some start a database or Shopify's command line: seconds, and more of them beside other work.
          testTimeout: 30_000,
          // Nothing here leaves state behind in a module; a process for each file would take twice the time.
          isolate: false,
          maxWorkers: 2,
          include: ["{app,scripts,standin}/**/*.test.ts", "tests/{architecture,contract}/**/*.test.ts"],
          exclude: ["**/*.db.test.ts"],
        },
      },
      {
        // As Shopify's own tester wants it: Preact's JSX, a document, and the tester itself compiled with the extension.
        esbuild: { jsx: "automatic", jsxImportSource: "preact" },
        test: {
          name: "extensions",
          sequence: { groupOrder: 2 },
          include: ["extensions/**/*.test.ts"],
          environment: "jsdom",
          maxWorkers: 2,
          server: { deps: { inline: ["@shopify/ui-extensions-tester"] } },
        },
      },
      {
        test: {
          ...WITH_DATABASE,
          name: "database",
          sequence: { groupOrder: 3 },
          include: ["tests/{stories,invariants}/**/*.test.ts", "{app,scripts,tests/architecture}/**/*.db.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A third of their time they wait, for the database and for each other's processes: two at a time leave half a core idle.
          maxWorkers: 3,
        },
      },
      {
        test: {
          ...WITH_DATABASE,
          name: "browser",
          sequence: { groupOrder: 4 },
          include: ["tests/e2e/**/*.test.ts"],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          // A browser, a web process and a database each, which wait for one another half of the time; three at a time would be slower.
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...WITH_DATABASE,
          name: "long",
          sequence: { groupOrder: 5 },
          include: ["tests/long/**/*.test.ts"],
          testTimeout: 30 * 60_000,
          hookTimeout: 5 * 60_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
