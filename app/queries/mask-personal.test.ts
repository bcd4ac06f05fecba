import { describe, expect, it } from "vitest";
import { maskPersonal } from "./mask-personal.ts";

const order = {
  id: 1042, name: "#1042", email: "ann@example.com", total_price: "40.00", note: "ring \"twice\", please", customer: { first_name: "Ann", last_name: "Weber", phone: "+44 20 7946 0000" },
  shipping_address: { name: "Ann Weber", address1: "12 High Street", zip: "AB1 2CD", latitude: 51.5, country: "United Kingdom" }, line_items: [{ title: "Lantern", price: "3.39" }],
  note_attributes: [{ name: "gift for", value: "mail bob@example.org" }],
};

describe("a parked delivery on the page", () => {
  it("shows what was sold and hides who bought it", () => {
    const shown = maskPersonal(JSON.stringify(order));
    for (const personal of ["ann@", "Ann", "Weber", "7946", "High Street", "AB1", "51.5", "twice", "bob@"]) expect(shown).not.toContain(personal);
    for (const fact of ["#1042", "40.00", "Lantern", "3.39", "United Kingdom"]) expect(shown).toContain(fact);
    expect(JSON.parse(shown)).toMatchObject({ id: 1042, name: "#1042", customer: { first_name: "•••" } });
  });

  it("hides a name that is cut off in the middle", () => {
    const cut = JSON.stringify(order).split("igh Street")[0] ?? "";
    expect(maskPersonal(cut)).not.toContain("12 H");
  });

  it("keeps every digit of a long id", () => {
    expect(maskPersonal('{"id":9007199254740993,"email":"a@b.co"}')).toBe('{"id":9007199254740993,"email":"•••"}');
  });
});
