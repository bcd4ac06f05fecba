import type { CustomerSummary } from "../../app/contract/customer-summary.ts";

/** What Shopify keeps for the app of a customer, or undefined where there is nothing that can be read. */
export function readSummary(value: string | null | undefined): CustomerSummary | undefined {
  if (!value) return undefined;
  try {
    const summary = JSON.parse(value) as Partial<CustomerSummary> | null;
    return summary && Number.isInteger(summary.available) && Number.isInteger(summary.waiting) && summary.pointsName ? (summary as CustomerSummary) : undefined;
  } catch {
    return undefined;
  }
}

/** The summary among the metafields that a page hands to its blocks. */
export function summaryIn(entries: readonly { metafield: { namespace: string; key: string; value: string | number | boolean } }[]): CustomerSummary | undefined {
  const entry = entries.find(({ metafield }) => metafield.namespace.endsWith("loyalty") && metafield.key === "summary");
  return readSummary(entry && String(entry.metafield.value));
}

/** So many points, in the merchant's own word for them and the digits of a language: "1,204 stars". */
export function pointsText(points: number, { pointsName }: Pick<CustomerSummary, "pointsName">, locale: string): string {
  return `${new Intl.NumberFormat(locale).format(points)} ${Math.abs(points) === 1 ? pointsName.one : pointsName.other}`;
}
