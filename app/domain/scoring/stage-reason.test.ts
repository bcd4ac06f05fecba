import { describe, expect, it } from "vitest";
import { ordinal, stageReasonSentence } from "./stage-reason.ts";

describe("why a customer has a stage, in one sentence", () => {
  it("names the order and the day", () => {
    const reason = { kind: "reached", stage: "loyal", rank: 3, orderId: "42" } as const;
    expect(stageReasonSentence(reason, { since: "12 Nov 2026", orderName: "#1042" })).toBe("Loyal since 12 Nov 2026, when order #1042 became the third counted order.");
  });

  it("says when the order lies before what the shop lets us read", () => {
    expect(stageReasonSentence({ kind: "before_we_could_see", stage: "champion", rank: 6 })).toBe("Champion: the sixth order was placed before we could see the shop's orders.");
  });

  it.each([[1, "first"], [3, "third"], [11, "11th"], [12, "12th"], [21, "21st"], [22, "22nd"], [33, "33rd"], [112, "112th"]])("%i is %s", (rank, word) => {
    expect(ordinal(rank)).toBe(word);
  });
});
