import { describe, expect, it } from "vitest";
import { parseBody, UnreadableDelivery } from "./parse-body.ts";

describe("the text of a delivery", () => {
  it("keeps ids past 2^53 exact, as text", () => {
    expect(parseBody('{"id": 820982911946154508, "total": 12.5, "list": [9007199254740993]}')).toEqual({
      id: "820982911946154508",
      total: 12.5,
      list: ["9007199254740993"],
    });
  });

  it("leaves digits inside of texts alone", () => {
    expect(parseBody('{"note": "call 820982911946154508, please", "id": 5}')).toEqual({ note: "call 820982911946154508, please", id: 5 });
  });

  it.each([
    ["ends in the middle", '{"id": 1, "na', "Its text ends in the middle."],
    ["is no JSON", "<html></html>", "Its text is no JSON."],
    ["is empty", "", "Its text is no JSON."],
    ["is no object", "[1]", "Its text is no JSON object."],
    ["is nothing", "null", "Its text is no JSON object."],
  ])("that %s is refused in words", (_case, body, words) => {
    expect(() => parseBody(body)).toThrow(new UnreadableDelivery(words));
  });
});
