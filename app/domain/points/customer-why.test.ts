import { describe, expect, it } from "vitest";
import { customerWhy } from "./customer-why.ts";
import { whyFormats } from "./why-formats.ts";
import type { Why } from "./why.ts";

const formats = whyFormats({ locale: "en-GB", timeZone: "Europe/London" });
const sentence = (why: Why, points = 120) => customerWhy({ kind: points < 0 ? "reverse" : "earn_pending", points, orderName: "#1042", programVersion: 4, why }, formats);

describe("why points moved, as the customer reads it", () => {
  it("an order has its arithmetic, without rules and versions", () => {
    const why: Why = { kind: "earned", rank: 3, multiplier: 3, openEligibleMinor: 4000, refundedMinor: 0, currency: "GBP", parts: [{ ruleId: "spend", kind: "amount", points: 1, perMinor: 100 }], points: 120, before: 0 };
    expect(sentence(why)).toBe("Order #1042 earns 120 points: 1 point per £1.00 on £40.00, times 3 as your third order.");
  });

  it("what the shop did by hand names neither staff nor the reason written for colleagues", () => {
    expect(sentence({ kind: "adjusted", reason: "Complains a lot", by: "Bob" })).toBe("The shop added 120 points.");
    expect(sentence({ kind: "adjusted", reason: "Complains a lot", by: "Bob" }, -5)).toBe("The shop took 5 points.");
  });

  it("what the shop redeemed for somebody names no staff", () => {
    expect(sentence({ kind: "redeemed", redemptionId: "1", rewardId: "five", rewardName: "£5 off", by: "Bob" }, -500)).toBe("The shop spent 500 points on £5 off for you.");
  });

  it("somebody who was blocked reads that the account did not take part", () => {
    expect(sentence({ kind: "earns_nothing", reason: "blocked", before: 0 }, 0)).toBe("Order #1042 earns nothing: this account did not take part in the program when it was placed.");
  });
});
