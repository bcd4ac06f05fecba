import type { CustomerPoints } from "#app/queries/customer-points.server.ts";
import type { Formats } from "#app/ui/formats.ts";

/** Whether the customer takes part: who does not still sees what is there. */
export type Participation = "takes_part" | "left_out";

/** What the customer reads first: the balance, what comes and what goes. The first line is the balance. */
export function balanceWords(points: CustomerPoints, participation: Participation, formats: Formats): [string, ...string[]] {
  const { availablePoints, waitingPoints, pendingPoints, debtPoints, isPaused, isClaimed } = points;
  const lines = [
    participation === "left_out" && "This account does not take part in the program. Ask the shop if this is a mistake.",
    isPaused && `${formats.pointsTitle} are paused. What you have stays.`,
    waitingPoints > 0 && `They are waiting for you. Sign in with your e-mail; no password needed.`,
    pendingPoints > 0 && pendingWords(points, formats),
    debtPoints > 0 && `${formats.points(debtPoints)} are owed: what you earn next pays them first.`,
    isClaimed && expiryWords(points, formats),
  ];
  return [formats.points(isClaimed ? Math.max(0, availablePoints) : waitingPoints), ...lines.filter((line) => line !== false && line !== "")] as [string, ...string[]];
}

function pendingWords({ pendingPoints, pendingOrders }: CustomerPoints, formats: Formats): string {
  const instants = pendingOrders.flatMap(({ settlesAt }) => settlesAt ?? []).sort();
  const first = instants[0];
  const more = `${formats.points(pendingPoints)} more`;
  if (!first && pendingOrders.some(({ awaits }) => awaits === "fulfillment")) return `${more}, yours to spend once the order has been sent and its return window is over.`;
  if (!first) return `${more} as soon as the order is paid.`;
  return pendingOrders.length === 1 ? `${more}, yours to spend from ${formats.day(first)}.` : `${more}, the first to spend from ${formats.day(first)}.`;
}

/** The nearest day on which something ends; empty when nothing does. Lots come in the order in which they are spent. */
function expiryWords({ lots }: CustomerPoints, formats: Formats): string {
  const day = lots[0]?.expiresOn;
  if (!day) return "";
  const ending = lots.filter(({ expiresOn }) => expiresOn === day).reduce((sum, { leftPoints }) => sum + leftPoints, 0);
  return `${formats.points(ending)} can be spent through ${formats.calendarDay(day)}.`;
}
