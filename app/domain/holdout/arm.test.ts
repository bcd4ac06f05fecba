import { describe, expect, it } from "vitest";
import { keyedHash } from "#app/platform/keyed-hash.server.ts";
import { arm, type HoldoutKey } from "./arm.ts";

const keyOf = (byte: number): HoldoutKey => keyedHash(Buffer.alloc(32, byte)).holdout;
const customers = Array.from({ length: 20_000 }, (_, at) => String(7_001_000_000_000 + at));
const heldOut = (key: HoldoutKey, percent: number) => customers.filter((id) => arm(key, id, percent) === "held_out");

describe("who is held out", () => {
  it.each([0, 5, 10, 20])("is %i per cent of the customers", (percent) => {
    // Four standard deviations of a share among 20,000.
    const reach = 4 * Math.sqrt((percent / 100) * (1 - percent / 100) * customers.length);
    expect(Math.abs(heldOut(keyOf(1), percent).length - (percent / 100) * customers.length)).toBeLessThanOrEqual(reach);
  });

  it("is nobody at 0 and everybody at 100 per cent", () => {
    expect(heldOut(keyOf(1), 0)).toEqual([]);
    expect(heldOut(keyOf(1), 100)).toHaveLength(customers.length);
  });

  it("is the same at every asking, and still held out at a higher share", () => {
    const atTen = heldOut(keyOf(1), 10);
    const atFifteen = new Set(heldOut(keyOf(1), 15));
    expect(heldOut(keyOf(1), 10)).toEqual(atTen);
    expect(atTen.filter((id) => !atFifteen.has(id))).toEqual([]);
  });

  it("is somebody else in a shop with another key", () => {
    const [one, other] = [heldOut(keyOf(1), 10), new Set(heldOut(keyOf(2), 10))];
    expect(one.filter((id) => other.has(id)).length).toBeLessThan(one.length / 5);
  });

  it("follows the place of the hash exactly", () => {
    const at = (hex: string): HoldoutKey => () => hex.padEnd(64, "0");
    expect(arm(at("0"), "1", 10)).toBe("held_out");
    expect(arm(at("1999"), "1", 10)).toBe("held_out");
    expect(arm(at("199a"), "1", 10)).toBe("treated");
    expect(arm(at("ffff"), "1", 20)).toBe("treated");
  });
});
