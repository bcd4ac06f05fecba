import type { CustomerPoints } from "#app/queries/customer-points.server.ts";
import type { Formats } from "#app/ui/formats.ts";

/** What a customer holds, in lines; what can be spent comes first. */
export function pointsWords(points: CustomerPoints, formats: Formats): [string, ...string[]] {
  const { availablePoints, waitingPoints, pendingPoints, debtPoints, valuePerPointMinor } = points;
  const heldPoints = Math.max(0, availablePoints) + waitingPoints;
  const lines = [
    pendingPoints > 0 && `${formats.whole(pendingPoints)} pending${untilWords(points, formats)}`,
    waitingPoints > 0 && `${formats.whole(waitingPoints)} waiting for the first sign-in`,
    debtPoints > 0 && `${formats.whole(debtPoints)} owed: what is earned next pays them first`,
    valuePerPointMinor !== null && heldPoints > 0 && `Worth ${formats.money(Math.round(heldPoints * valuePerPointMinor))} at ${formats.money(Math.round(valuePerPointMinor * 100))} for 100`,
    points.isPaused && "The program is paused: new orders earn nothing.",
  ];
  return [`${formats.whole(Math.max(0, availablePoints))} available`, ...lines.filter((line) => line !== false)];
}

/** When pending points become available: the day of the first order, and that there are later ones. */
function untilWords({ pendingOrders }: CustomerPoints, formats: Formats): string {
  const instants = pendingOrders.flatMap(({ settlesAt }) => settlesAt ?? []).sort();
  const first = instants[0];
  if (first === undefined && pendingOrders.some(({ awaits }) => awaits === "fulfillment")) return " until the return window ends, which starts when the order is fulfilled";
  if (first === undefined) return pendingOrders.length > 0 ? " until the order is paid" : "";
  return pendingOrders.length === 1 ? ` to ${formats.day(first)}` : `, the first to ${formats.day(first)}`;
}
