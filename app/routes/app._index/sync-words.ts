import type { Reconciliation } from "#app/contract/sync.ts";
import type { Formats } from "#app/ui/formats.ts";

/** How the orders agreed with Shopify: when all were compared last, and since then those that had changed. One sentence each. */
export function comparisonSentences(reconciliations: Reconciliation[], at: string, formats: Formats): string[] {
  const newest = (kind: Reconciliation["kind"]) => reconciliations.filter((one) => one.kind === kind).toSorted((a, b) => b.finishedAt.localeCompare(a.finishedAt))[0];
  const [all, changed] = [newest("ids"), newest("updated")];
  if (!all && !changed) return ["Not compared with Shopify yet. The first comparison runs by itself within the hour."];
  return [
    all ? `All orders compared with Shopify ${formats.recent(all.finishedAt, at)}: ${foundWords(all, formats)}.` : "All orders are compared with Shopify once a week; the first time is yet to come.",
    ...(changed && (!all || changed.finishedAt > all.finishedAt) ? [changedSentence(changed, at, formats)] : []),
  ];
}

function changedSentence(changed: Reconciliation, at: string, formats: Formats): string {
  const when = formats.recent(changed.finishedAt, at);
  return changed.ordersChecked === 0 ? `No order had changed lately, as of ${when}.` : `Orders that had changed lately compared ${when}: ${foundWords(changed, formats)}.`;
}

function foundWords({ ordersChecked, ordersDiffering, ordersUnreadable, unreadableOrderIds }: Reconciliation, formats: Formats): string {
  const again = ordersDiffering === 0 ? "" : ordersDiffering === 1 ? " and was read again" : " and were read again";
  const more = ordersUnreadable - unreadableOrderIds.length;
  const named = `${ordersUnreadable === 1 ? "order" : "orders"} ${unreadableOrderIds.join(", ")}${more > 0 ? ` and ${formats.whole(more)} more` : ""}`;
  const unreadable = ordersUnreadable === 0 ? "" : `, and ${formats.whole(ordersUnreadable)} could not be read and ${ordersUnreadable === 1 ? "is" : "are"} left out (Shopify’s ${named})`;
  return `${formats.whole(ordersDiffering)} of ${formats.whole(ordersChecked)} differed${again}${unreadable}`;
}
