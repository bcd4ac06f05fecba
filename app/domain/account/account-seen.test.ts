import { describe, expect, it } from "vitest";
import { accountEnabled, accountSeen, type MemberAccount } from "./account-seen.ts";

const day = (day: number) => new Date(Date.UTC(2026, 4, day));
const installedAt = day(10);

describe("a customer whose state is enabled", () => {
  const seen = { createdAt: day(1), updatedAt: day(12), firstSeenAt: day(11) };
  const asked = { installedAt, isHistoryOpen: false, now: day(20) };

  it("had the account before, while the history of the installation is read", () => {
    expect(accountSeen(seen, { ...asked, isHistoryOpen: true })).toEqual({ source: "before_install", enabledAt: null, seenAt: day(20) });
  });
  it("has made it since, where we knew the customer without it", () => {
    expect(accountSeen(seen, asked)).toEqual({ source: "state", enabledAt: day(12), seenAt: day(20) });
  });
  it("has made it since, where the customer came after the installation", () => {
    expect(accountSeen({ createdAt: day(12), updatedAt: day(13), firstSeenAt: day(20) }, asked)).toMatchObject({ source: "state", enabledAt: day(13) });
  });
  it("counts as one of before, where an older customer is seen for the first time", () => {
    expect(accountSeen({ ...seen, firstSeenAt: day(20) }, asked)).toMatchObject({ source: "before_install", enabledAt: null });
    expect(accountSeen({ ...seen, createdAt: null, firstSeenAt: day(20) }, asked)).toMatchObject({ source: "before_install" });
  });
  it("is dated neither before the installation nor in the future", () => {
    expect(accountSeen({ ...seen, updatedAt: day(3) }, asked).enabledAt).toEqual(installedAt);
    expect(accountSeen({ ...seen, updatedAt: day(28) }, asked).enabledAt).toEqual(day(20));
  });
});

describe("an account that is said to be enabled", () => {
  const enabled = (known: MemberAccount | undefined, at: Date, source: "enabled" | "sign_in" = "enabled") => accountEnabled(known, { at, source, installedAt, now: day(20) });
  const older: MemberAccount = { source: "before_install", enabledAt: null, seenAt: day(11) };

  it("is created by the first word of it", () => {
    expect(enabled(undefined, day(15))).toEqual({ account: { source: "enabled", enabledAt: day(15), seenAt: day(20) }, isCreated: true });
    expect(enabled(undefined, day(15), "sign_in")).toMatchObject({ account: { source: "sign_in" }, isCreated: true });
  });
  it("is not created by word of a time before the installation", () => {
    expect(enabled(undefined, day(9))).toEqual({ account: { source: "before_install", enabledAt: null, seenAt: day(20) }, isCreated: false });
    expect(enabled(older, day(9))).toBeUndefined();
  });
  it("was created after the installation, where the history showed it only afterwards", () => {
    expect(enabled(older, day(11))).toEqual({ account: { source: "enabled", enabledAt: day(11), seenAt: day(11) }, isCreated: true });
  });
  it("of before the installation stays one when it is enabled once more or its owner signs in", () => {
    expect(enabled(older, day(12))).toBeUndefined();
    expect(enabled(older, day(10), "sign_in")).toBeUndefined();
  });
  it("is created once, and dated by the earliest word", () => {
    const known: MemberAccount = { source: "state", enabledAt: day(15), seenAt: day(16) };
    expect(enabled(known, day(14))).toEqual({ account: { source: "state", enabledAt: day(14), seenAt: day(16) }, isCreated: false });
    expect(enabled(known, day(15))).toBeUndefined();
    expect(enabled(known, day(17), "sign_in")).toBeUndefined();
  });
});
