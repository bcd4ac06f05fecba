import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { arrows } from "./scripts/lint/arrows.ts";

const TESTS = ["tests/**/*.ts", "**/*.test.ts", "**/*.test.tsx"];

const NO_DEFAULT_EXPORT = { selector: "ExportDefaultDeclaration", message: "Export it by name: a default export can be called anything." };
const NO_BARREL = { selector: "ExportAllDeclaration", message: "No barrels: import from the file that has it." };
const NO_MODULE_MOCK = {
  selector: "CallExpression[callee.object.name='vi'][callee.property.name=/^(mock|doMock|hoisted)$/]",
  message: "None of our own modules is mocked. Use the stand-in, the mailbox or an argument.",
};
const NO_SLEEP = {
  selector: "CallExpression[callee.name='setTimeout'], CallExpression[callee.object.name='vi'][callee.property.name='useFakeTimers']",
  message: "Tests never sleep: wait for a state (waitFor in tests/setup).",
};
const NO_ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: "Only app/platform/env.server.ts reads the environment.",
};
const NO_BARE_FORM = {
  selector: "CallExpression[callee.property.name='formData'][arguments.length=0]",
  message: "Use formIn (app/platform/form-in.server.ts): it refuses what is no form, which is no fault of ours.",
};
const PURE = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "The domain has no clock: take `now` as an argument." },
  { selector: "CallExpression[callee.name='Date']", message: "The domain has no clock: take `now` as an argument." },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: "The domain has no clock: take `now` as an argument." },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: "The domain does not roll dice." },
  { selector: ":function[async=true], AwaitExpression", message: "The domain waits for nothing." },
];
const IMPURE_GLOBALS = ["process", "fetch", "console", "performance", "crypto", "setTimeout", "setInterval", "queueMicrotask", "window", "document"];

const EVERYWHERE = [NO_DEFAULT_EXPORT, NO_BARREL];

export default tseslint.config(
  { ignores: ["node_modules/", "build/", ".data/", "app/generated/", "extensions/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.{js,mjs,ts,tsx}"],
    extends: [tseslint.configs.recommended],
    plugins: { thrice: { rules: { arrows } } },
    rules: {
      "thrice/arrows": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", { max: 70, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", 3],
      "no-restricted-syntax": ["error", ...EVERYWHERE],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "all" }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
    },
  },
  {
    files: ["**/*.{ts,tsx}"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Work that nobody waits for is lost when the process ends; the compiler does not see it.
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ["app/**/*.{ts,tsx}"],
    ignores: [...TESTS, "app/platform/env.server.ts"],
    rules: { "no-restricted-syntax": ["error", ...EVERYWHERE, NO_ENVIRONMENT, NO_BARE_FORM], "no-console": "error" },
  },
  {
    files: ["app/domain/**/*.ts", "app/contract/**/*.ts"],
    ignores: TESTS,
    rules: {
      "no-restricted-syntax": ["error", ...EVERYWHERE, NO_ENVIRONMENT, ...PURE],
      "no-restricted-globals": ["error", ...IMPURE_GLOBALS],
    },
  },
  {
    // What touches stored data begins with (tx, shop); these two say where, and do not count as two of the three.
    files: ["app/{facts,store,ledger,inbox,queries,usecases,effects,jobs}/**/*.ts"],
    rules: { "max-params": ["error", 4] },
  },
  {
    // Remix and Express fix the signatures here.
    files: ["app/entry.*.tsx", "app/server.ts"],
    rules: { "max-params": ["error", 5] },
  },
  {
    // Remix and the tools find these by their default export.
    files: ["app/routes/**/route.tsx", "app/routes/**/route.ts", "app/root.tsx", "app/entry.*.tsx"],
    rules: { "no-restricted-syntax": ["error", NO_BARREL, NO_ENVIRONMENT, NO_BARE_FORM] },
  },
  {
    files: ["*.config.{js,ts}", "tests/setup/postgres.ts"],
    rules: { "no-restricted-syntax": ["error", NO_BARREL] },
  },
  {
    files: ["**/*.tsx"],
    plugins: { "react-hooks": hooks },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      // Markup is long without being complicated.
      "max-lines-per-function": ["error", { max: 120, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: TESTS,
    ignores: ["tests/setup/**"],
    rules: {
      // A describe block is one function; its length says nothing.
      "max-lines-per-function": "off",
      // Rows of an example table are arguments.
      "max-params": "off",
      "no-restricted-syntax": ["error", ...EVERYWHERE, NO_MODULE_MOCK, NO_SLEEP],
    },
  },
);
