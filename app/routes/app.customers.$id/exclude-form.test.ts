import { expect, it } from "vitest";
import { readExcludeForm } from "./exclude-form.ts";

it("leaving a customer out needs a reason", () => {
  expect(readExcludeForm({ kind: "blocked", reason: "  " })).toEqual({ outcome: "invalid", reason: "Enter a reason. Your colleagues read it here." });
  expect(readExcludeForm({ kind: "blocked", reason: "x".repeat(501) })).toMatchObject({ outcome: "invalid" });
  expect(readExcludeForm({ kind: "excluded_staff", reason: " Works in the shop\0 " })).toEqual({ outcome: "valid", kind: "excluded_staff", reason: "Works in the shop" });
});
