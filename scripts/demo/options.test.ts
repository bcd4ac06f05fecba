import { expect, it } from "vitest";
import { readDemoOptions } from "#scripts/demo/options.ts";

it("plays the real orders and opens a browser unless told otherwise", () => {
  expect(readDemoOptions([])).toEqual({ port: 4701, history: "online-retail", program: "demo", isJson: false, mayOpenBrowser: true, isKept: false });
});

it("opens no browser for a program that asked for JSON", () => {
  expect(readDemoOptions(["--json"])).toMatchObject({ isJson: true, mayOpenBrowser: false });
});

it("takes a port, an empty shop and what was kept", () => {
  expect(readDemoOptions(["--port", "5000", "--data=none", "--program", "none", "--keep", "--no-browser"])).toEqual({
    port: 5000,
    history: "none",
    program: "none",
    isJson: false,
    mayOpenBrowser: false,
    isKept: true,
  });
});

it("takes a file of orders", () => {
  expect(readDemoOptions(["--data", "my orders.CSV"])).toMatchObject({ history: "my orders.CSV" });
});

it.each([
  [["--port", "http"], "--port http is no port"],
  [["--port", "70000"], "--port 70000 is no port"],
  [["--data", "orders.xlsx"], "--data orders.xlsx is no history"],
  [["--program", "points"], "--program points is no program"],
  [["--jason"], "--jason"],
])("says what is wrong with %j", (argv, words) => {
  expect(() => readDemoOptions(argv)).toThrow(words);
});
