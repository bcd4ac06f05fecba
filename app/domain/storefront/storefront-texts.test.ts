import { describe, expect, it } from "vitest";
import { changeStorefrontTexts, editedTexts, readStorefrontTexts, TEXT_LENGTH_MAX, textChanges } from "./storefront-texts.ts";

describe("texts of a shop's own", () => {
  it("keep what is said, without blanks around it, and leave out what is empty", () => {
    expect(readStorefrontTexts({ fr: { road_heading: "  Votre chemin " }, de: { road_heading: " ", balance_heading: "Deine Sterne" }, et: { cart_heading: "" } })).toEqual({
      outcome: "valid",
      texts: { de: { balance_heading: "Deine Sterne" }, fr: { road_heading: "Votre chemin" } },
    });
  });

  it("may hold markup and quotes: the blocks show them as text", () => {
    expect(readStorefrontTexts({ en: { launcher_label: "<b>Rewards</b> & \"more\"" } })).toMatchObject({ outcome: "valid", texts: { en: { launcher_label: "<b>Rewards</b> & \"more\"" } } });
  });

  it("count characters as people do", () => {
    expect(readStorefrontTexts({ "zh-CN": { road_heading: "🌟".repeat(TEXT_LENGTH_MAX) } }).outcome).toBe("valid");
  });

  it.each([
    ["too long", "x".repeat(TEXT_LENGTH_MAX + 1), "A text has at most 120 characters. This one has 121."],
    ["two lines", "one\ntwo", "A text stays on one line and has no control characters. Type it again."],
    ["a character that is none", "a\u0000b", "A text stays on one line and has no control characters. Type it again."],
    ["half a character", "a\ud800b", "A text stays on one line and has no control characters. Type it again."],
  ])("are refused: %s", (_case, text, message) => {
    expect(readStorefrontTexts({ de: { road_heading: text, balance_heading: "Fine" } })).toEqual({ outcome: "invalid", fields: [{ path: "de.road_heading", message }] });
  });

  it.each([[null], [[]], ["x"], [{ de: "x" }], [{ de: { road_heading: 3 } }], [{ de: { no_such_text: "x" } }], [{ "<script>": { road_heading: "x" } }], [{ "en-12": { road_heading: "x" } }], [Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`a${String.fromCharCode(97 + at)}`, { road_heading: "x" }]))]])(
    "of another shape are refused whole: %j",
    (input) => {
      expect(readStorefrontTexts(input)).toMatchObject({ outcome: "invalid", fields: [{ message: expect.stringContaining("Load") as string }] });
    },
  );
});

describe("a change of texts", () => {
  const kept = { de: { road_heading: "Dein Weg", balance_heading: "Sterne" }, fr: { road_heading: "Votre chemin" } };

  it("leaves what it does not name, as somebody else has saved it meanwhile", () => {
    const change = textChanges({ de: { road_heading: "Dein Weg" } }, { de: { road_heading: " Anders " }, et: { cart_heading: "Korv" } });
    expect(change).toEqual({ de: { road_heading: " Anders " }, et: { cart_heading: "Korv" } });
    expect(changeStorefrontTexts(kept, change)).toEqual({ outcome: "valid", texts: { de: { balance_heading: "Sterne", road_heading: "Anders" }, et: { cart_heading: "Korv" }, fr: kept.fr } });
  });

  it("takes a text back where it is emptied", () => {
    expect(changeStorefrontTexts(kept, textChanges(kept, { de: kept.de, fr: { road_heading: "" } }))).toEqual({ outcome: "valid", texts: { de: { balance_heading: "Sterne", road_heading: "Dein Weg" } } });
    expect(textChanges(kept, kept)).toEqual({});
  });

  it.each([[undefined], [{ de: { road_heading: null } }]])("of another shape is refused: %j", (change) => {
    expect(changeStorefrontTexts(kept, change).outcome).toBe("invalid");
  });
});

describe("texts that are being edited while somebody else saves", () => {
  const from = { de: { road_heading: "Dein Weg", balance_heading: "Sterne" }, fr: { road_heading: "Votre chemin" } };

  it("take over what the other has saved, and keep what was touched here", () => {
    const here = { ...from, de: { ...from.de, balance_heading: "" }, et: { cart_heading: "Korv" } };
    const edited = editedTexts(here, { from, to: { de: { road_heading: "Ihr Weg", balance_heading: "Sterne" }, es: { road_heading: "Tu camino" } } });
    expect(edited).toEqual({ de: { road_heading: "Ihr Weg", balance_heading: "" }, es: { road_heading: "Tu camino" }, et: { cart_heading: "Korv" } });
  });

  it("are what is saved once their own change is in it", () => {
    const to = { de: { road_heading: "Ihr Weg", balance_heading: "Sterne" }, fr: from.fr, es: { road_heading: "Tu camino" } };
    const edited = editedTexts({ ...from, es: { road_heading: " Tu camino " } }, { from, to });
    expect(textChanges(to, edited)).toEqual({});
  });
});
