import { expect, it } from "vitest";
import type { Reconciliation } from "#app/contract/sync.ts";
import { formatsFor } from "#app/ui/formats.ts";
import { comparisonSentences } from "./sync-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "UTC", currency: "GBP" });
const compared = (kind: Reconciliation["kind"], time: string, ordersChecked: number, ordersDiffering = 0, unreadable: { ordersUnreadable?: number; unreadableOrderIds?: string[] } = {}): Reconciliation => ({ kind, startedAt: `2026-11-22T${time}:00.000Z`, finishedAt: `2026-11-22T${time}:00.000Z`, ordersChecked, ordersDiffering, ordersUnreadable: 0, unreadableOrderIds: [], ...unreadable });
const said = (...reconciliations: Reconciliation[]) => comparisonSentences(reconciliations, "2026-11-22T14:05:00.000Z", formats);

it("a comparison of a few changed orders never hides how many were compared as a whole", () => {
  expect(said(compared("updated", "12:17", 3), compared("ids", "12:12", 18_535))).toEqual([
    "All orders compared with Shopify today 12:12: 0 of 18,535 differed.",
    "Orders that had changed lately compared today 12:17: 0 of 3 differed.",
  ]);
  expect(said(compared("updated", "12:17", 0), compared("ids", "12:12", 18_535))[1]).toBe("No order had changed lately, as of today 12:17.");
});

it("what differed was read again, and a comparison of everything says all that an earlier one of changes said", () => {
  expect(said(compared("updated", "11:17", 3), compared("ids", "12:12", 18_535, 2))).toEqual(["All orders compared with Shopify today 12:12: 2 of 18,535 differed and were read again."]);
  expect(said(compared("updated", "11:17", 3, 1))).toEqual(["All orders are compared with Shopify once a week; the first time is yet to come.", "Orders that had changed lately compared today 11:17: 1 of 3 differed and was read again."]);
  expect(said()).toEqual(["Not compared with Shopify yet. The first comparison runs by itself within the hour."]);
});

it("what could not be read is told apart from what was read again", () => {
  expect(said(compared("ids", "12:12", 5, 0, { ordersUnreadable: 1, unreadableOrderIds: ["11"] }))).toEqual([
    "All orders compared with Shopify today 12:12: 0 of 5 differed, and 1 could not be read and is left out (Shopify’s order 11).",
  ]);
  expect(said(compared("ids", "12:12", 900, 1, { ordersUnreadable: 7, unreadableOrderIds: ["11", "12", "13", "14", "15"] }))[0]).toMatch(
    "1 of 900 differed and was read again, and 7 could not be read and are left out (Shopify’s orders 11, 12, 13, 14, 15 and 2 more).",
  );
});
