import { describe, expect, it } from "vitest";
import { fieldTree, pickFields } from "./pick-fields.ts";
import { rawNumber } from "./raw-number.ts";

const PAYLOAD = { id: rawNumber("9007199254740993123"), email: "a@example.com", customer: { id: 1, phone: "1" }, lines: [{ id: 2, tax: [{ rate: 1 }] }], gone: null };

describe("include_fields", () => {
  it.each([
    ["keep a field with everything below it", ["customer"], { customer: { id: 1, phone: "1" } }],
    ["reach into an object", ["customer.id"], { customer: { id: 1 } }],
    ["reach through lists", ["lines.tax.rate"], { lines: [{ tax: [{ rate: 1 }] }] }],
    ["let the wider of two paths win", ["customer.id", "customer"], { customer: { id: 1, phone: "1" } }],
    ["keep a null where an object could be", ["gone.id"], { gone: null }],
    ["leave out what does not exist", ["colour"], {}],
  ])("%s", (_case, fields, expected) => {
    expect(pickFields(PAYLOAD, fieldTree(fields))).toEqual(expected);
  });

  it("keep all digits of a long id", () => {
    expect(JSON.stringify(pickFields(PAYLOAD, fieldTree(["id"])))).toBe('{"id":9007199254740993123}');
  });

  it("leave everything when there are none", () => {
    expect(pickFields(PAYLOAD, null)).toBe(PAYLOAD);
  });
});
