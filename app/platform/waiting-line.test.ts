import { describe, expect, it } from "vitest";
import { WaitingLine } from "./waiting-line.server.ts";

const soon = () => performance.now() + 60_000;
const past = () => performance.now();

async function enterNow(line: WaitingLine): Promise<() => void> {
  const leave = await line.enter(past());
  if (!leave) throw new Error("no place is free");
  return leave;
}

describe("a waiting line", () => {
  it("lets in as many as have a place, and turns away who may not wait", async () => {
    const line = new WaitingLine(2);
    await enterNow(line);
    const leave = await enterNow(line);
    expect(await line.enter(past())).toBeUndefined();
    leave();
    expect(await line.enter(past())).toBeDefined();
  });

  it("serves in the order in which they came, and passes over who has gone", async () => {
    const line = new WaitingLine(1);
    const served: string[] = [];
    const leave = await enterNow(line);
    const stand = async (name: string, untilMs: number) => {
      const out = await line.enter(untilMs);
      served.push(out ? name : `not ${name}`);
      out?.();
    };
    const first = stand("first", soon());
    const impatient = stand("impatient", performance.now() + 5);
    const second = stand("second", soon());
    await impatient;
    leave();
    await Promise.all([first, second]);
    expect(served).toEqual(["not impatient", "first", "second"]);
    expect(line.isIdle).toBe(true);
  });

  it("takes a place back once, however often it is given", async () => {
    const line = new WaitingLine(1);
    const leave = await enterNow(line);
    leave();
    leave();
    await enterNow(line);
    expect(await line.enter(past())).toBeUndefined();
    expect(line.isIdle).toBe(false);
  });
});
