import { describe, expect, it } from "vitest";
import type { ShopPages } from "../app.program.theme/route.ts";
import { missingBlocksSentence, themeStepWords } from "./theme-step-words.ts";

const place = (isOn: boolean) => ({ block: "launcher", on: { kind: "everywhere" as const }, section: null, isOn });
const read = (theme: Partial<Extract<ShopPages["theme"], { outcome: "read" }>>): ShopPages["theme"] => ({
  outcome: "read", name: "Dawn", readAt: "2026-11-22T14:05:00.000Z", places: [], unread: [], hasSections: true, ...theme,
});

describe("the step about the theme", () => {
  it("is done once a block is on, not while it is hidden", () => {
    expect(themeStepWords(read({ places: [place(false), place(true)] }))).toEqual({ isDone: true, detail: "A block of Thrice is on in “Dawn”, your live theme." });
    expect(themeStepWords(read({ places: [place(false)] })).isDone).toBe(false);
  });

  it.each([
    [undefined, "Asking Shopify which blocks are on."],
    [{ outcome: "failed" } as const, "Which blocks are on could not be read just now."],
    [read({}), "No block of Thrice is on in “Dawn”, your live theme: customers can’t see the program there yet."],
    [read({ unread: [{ filename: "templates/cart.json", reason: "not_json" }] }), "No block of Thrice was found in “Dawn”, your live theme; some of its files could not be read."],
  ])("says what is known", (theme, detail) => {
    expect(themeStepWords(theme)).toEqual({ isDone: false, detail });
  });

  it("comes back as one line, once it was put away, only where surely no block is on", () => {
    const line = "No block of Thrice is on in “Dawn”, your live theme: customers can’t see the program there.";
    expect([read({}), read({ places: [place(false)] })].map(missingBlocksSentence)).toEqual([line, line]);
    const unread = [{ filename: "templates/cart.json", reason: "not_json" as const }];
    expect([undefined, { outcome: "failed" } as const, read({ unread }), read({ places: [place(false), place(true)] })].map(missingBlocksSentence)).toEqual([null, null, null, null]);
  });
});
