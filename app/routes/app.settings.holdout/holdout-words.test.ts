import { describe, expect, it } from "vitest";
import { formatsFor } from "#app/ui/formats.ts";
import { armsSentence, shareSentence, sinceSentence } from "./holdout-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });

describe("the holdout in words", () => {
  it.each([
    ["10", "About 10 of 100 customers get none of them. What these buy shows what would have happened without."],
    ["0", "Everybody gets them. Then nobody can tell whether they help."],
    ["21", undefined], ["-1", undefined], ["2.5", undefined], ["1.000", undefined], ["", undefined], ["ten", undefined],
  ])("%s per cent", (typed, sentence) => {
    expect(shareSentence(typed)).toBe(sentence);
  });

  it("says since when the share is what it is", () => {
    expect(sinceSentence({ percent: 5, since: "2026-11-21T12:00:00Z" }, formats)).toBe("5% since 21 Nov 2026.");
    expect(sinceSentence({ percent: 10, since: null }, formats)).toBe("10% since Thrice was installed.");
  });

  it("says how many were decided about, and who is not measured", () => {
    expect(armsSentence({ treated: 0, heldOut: 0, leftOut: 0 }, formats)).toBe("Nobody was decided about yet. That happens right before somebody would get one of these for the first time.");
    expect(armsSentence({ treated: 1204, heldOut: 133, leftOut: 0 }, formats)).toBe("So far 1,204 customers get them and 133 do not.");
    expect(armsSentence({ treated: 1, heldOut: 1, leftOut: 2 }, formats)).toBe("So far 1 customer gets them and 1 does not. 2 customers merged from both groups are not measured.");
  });
});
