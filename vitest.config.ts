import { defineConfig } from "vitest/config";

const WITH_DATABASE = {
  globalSetup: ["tests/setup/postgres.ts"],
  setupFiles: ["tests/setup/database.ts"],
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // Some start a database or Shopify's command line: seconds, and more of them beside other work.
          testTimeout: 30_000,
          // Nothing here leaves state behind in a module; a process for each file would take twice the time.
          isolate: false,
          include: ["{app,scripts,standin}/**/*.test.ts", "tests/{architecture,contract}/**/*.test.ts"],
          exclude: ["**/*.db.test.ts"],
        },
      },
      {
        // As Shopify's own tester wants it: Preact's JSX, a document, and the tester itself compiled with the extension.
        esbuild: { jsx: "automatic", jsxImportSource: "preact" },
        test: {
          name: "extensions",
          include: ["extensions/**/*.test.ts"],
          environment: "jsdom",
          server: { deps: { inline: ["@shopify/ui-extensions-tester"] } },
        },
      },
      {
        test: {
          ...WITH_DATABASE,
          name: "database",
          include: ["tests/{stories,invariants}/**/*.test.ts", "{app,scripts,tests/architecture}/**/*.db.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Half of their time they wait, for the database and for each other's processes; one at a time would leave a core idle.
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...WITH_DATABASE,
          name: "browser",
          include: ["tests/e2e/**/*.test.ts"],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          // A browser, a web process and a database each: more than one at a time makes them slow, not fast.
          maxWorkers: 1,
        },
      },
      {
        test: {
          ...WITH_DATABASE,
          name: "long",
          include: ["tests/long/**/*.test.ts"],
          testTimeout: 30 * 60_000,
          hookTimeout: 5 * 60_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
