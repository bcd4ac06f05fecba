import { describe, expect, it } from "vitest";
import { readAdjustForm } from "./adjust-form.ts";

const form = { points: "50", reason: "Apology", key: "0f8fad5b-d9cb" };

describe("points added or taken by hand", () => {
  it.each([["50", 50], ["+50", 50], ["-50", -50], ["−1,250", -1250], [" 7 ", 7]])("“%s” means %i points", (points, meant) => {
    expect(readAdjustForm({ ...form, points })).toEqual({ outcome: "valid", points: meant, reason: "Apology", key: form.key });
  });

  it.each(["", "1.5", "1,5", "2,50", "ten", "--5", "99999999999", "0"])("“%s” is refused beside the field", (points) => {
    expect(readAdjustForm({ ...form, points })).toMatchObject({ outcome: "invalid", fields: { points: expect.any(String) } });
  });

  it("says the most where more is typed", () => {
    expect(readAdjustForm({ ...form, points: "999999999999" })).toEqual({ outcome: "invalid", fields: { points: "Enter 1,000,000,000 or fewer." } });
  });

  it("needs a reason", () => {
    expect(readAdjustForm({ ...form, reason: "  " })).toEqual({ outcome: "invalid", fields: { reason: "Enter a reason. It stays in the history." } });
    expect(readAdjustForm({ ...form, reason: "x".repeat(501) })).toMatchObject({ outcome: "invalid" });
  });

  it("without a key of its own nothing is booked", () => {
    expect(readAdjustForm({ ...form, key: "" })).toEqual({ outcome: "invalid", fields: {} });
  });
});
