import { expect, it } from "vitest";
import { formatsFor } from "#app/ui/formats.ts";
import { exportRequestOf } from "./export-form.ts";
import { exportTitle } from "./export-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });

it.each([
  ["customers", "", "Customers"],
  ["customers", "stage=loyal&query=web&sort=name&after=x", "Customers in Loyal matching ‘web’"],
  ["activity", "", "Activity"],
  ["activity", "kind=adjust&from=2026-11-01&to=2026-11-03&version=4&rule=spend&staff=Ann&customer=ann%40example.com&before=x", "Activity: Adjusted, from 1 Nov 2026, to 3 Nov 2026, version 4, rule spend, by Ann, customer ann@example.com"],
] as const)("a file of %s by “%s” is called by what it holds", (kind, search, title) => {
  expect(exportTitle(exportRequestOf(kind, new URLSearchParams(search)), formats)).toBe(title);
});
