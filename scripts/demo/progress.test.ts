import { expect, it } from "vitest";
import { grouped, startProgress } from "#scripts/demo/progress.ts";

function screen({ isTTY }: { isTTY: boolean }) {
  const written: string[] = [];
  const stream = { isTTY, columns: 80, write: (text: string) => written.push(text) };
  return { written, progress: startProgress(stream as unknown as NodeJS.WriteStream) };
}

it("writes one line over and over on a terminal", () => {
  const { written, progress } = screen({ isTTY: true });
  progress.step("Reading orders: 1 of 2");
  progress.step("Reading orders: 2 of 2");
  progress.say("Ready.");
  expect(written.join("")).toBe("Reading orders: 1 of 2\r\x1b[KReading orders: 2 of 2\r\x1b[KReady.\n");
});

it("does not fill a log file with every look, but names every step", () => {
  const { written, progress } = screen({ isTTY: false });
  progress.step("Reading orders: 1 of 2");
  progress.step("Reading orders: 2 of 2");
  progress.step("Scoring customers: 2 to go");
  expect(written).toEqual(["Reading orders: 1 of 2\n", "Scoring customers: 2 to go\n"]);
});

it("groups thousands", () => {
  expect(grouped(18_532)).toBe("18,532");
});
