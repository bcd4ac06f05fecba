import type { CustomerBlock } from "#app/contract/customer-block.ts";
import type { WhyFormats } from "#app/domain/points/why-sentence.ts";
import { findCustomerPoints, type CustomerPoints } from "./customer-points.server.ts";
import { findCustomerSummary } from "./customer-summary.server.ts";
import { findLedgerPage, loadWhyFormats } from "./ledger-page.server.ts";

/** What a customer holds, where they stand and why the last points moved, each in one sentence. A former id answers for the survivor. */
export async function findCustomerBlock(shop: { id: number; timeZone: string }, customerId: string, now: Date): Promise<CustomerBlock> {
  const summary = await findCustomerSummary(shop.id, customerId, now);
  if (!summary) return { outcome: "unknown" };
  const [points, formats, ledger] = await Promise.all([
    findCustomerPoints(shop, summary.id, now),
    loadWhyFormats(shop.id, now),
    findLedgerPage(shop.id, summary.id, { limit: 1, now }),
  ]);
  return {
    outcome: "known",
    points: points.hasProgram ? pointsLine(points, formats) : null,
    stage: summary.stageSentence ?? "",
    why: ledger?.items[0]?.whySentence ?? null,
    link: `app:app/customers/${summary.id}`,
  };
}

function pointsLine({ availablePoints, pendingPoints, waitingPoints, debtPoints, isPaused }: CustomerPoints, { points, number }: WhyFormats): string {
  const parts = [
    `${points(Math.max(0, availablePoints))} available`,
    ...(pendingPoints > 0 ? [`${number(pendingPoints)} pending`] : []),
    ...(waitingPoints > 0 ? [`${number(waitingPoints)} waiting for the first sign-in`] : []),
    ...(debtPoints > 0 ? [`${number(debtPoints)} owed`] : []),
  ];
  return `${parts.join(", ")}.${isPaused ? " The program is paused." : ""}`;
}
