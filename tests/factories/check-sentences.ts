import { expect } from "vitest";
import { customerWhy } from "#app/domain/points/customer-why.ts";
import { whySentence, type ExplainedEntry, type WhyFormats } from "#app/domain/points/why-sentence.ts";
import { MOVED_POINTS } from "#app/ledger/read.server.ts";
import { pool } from "#app/platform/db.server.ts";

/** An entry as it is shown, with what it moved. */
interface ShownEntry extends ExplainedEntry {
  pendingPoints: number;
  settledPoints: number;
}

// Numbers as a machine finds them again: points, money in minor units, and multipliers in millionths.
const MARKED: WhyFormats = {
  points: (points) => `<${points}p>`,
  number: (value) => `<${Math.round(value * 1e6)}n>`,
  money: (amountMinor) => `<${amountMinor}m>`,
  day: (day) => day,
  dayOf: (instant) => instant,
};

/** What must hold of every entry of a shop: its sentence, for the merchant and for the customer, adds up by itself to what the entry moved. */
export async function checkSentences(shopId: number): Promise<void> {
  const { rows } = await pool.query<ShownEntry>(
    `SELECT kind, ${MOVED_POINTS} AS points, pending_points::float8 AS "pendingPoints", settled_points::float8 AS "settledPoints", order_name AS "orderName", program_version AS "programVersion", why
     FROM ledger_entries e WHERE shop_id = $1 ORDER BY id`,
    [shopId],
  );
  const wrong = rows.flatMap((entry) =>
    [whySentence(entry, MARKED), customerWhy(entry, MARKED)].flatMap((sentence) => (toldBy(sentence, entry) === shownOf(entry) ? [] : [{ sentence, tells: toldBy(sentence, entry), entry }])),
  );
  expect(wrong, "sentences that tell of other numbers than their entries").toEqual([]);
}

/** What an entry moved; what is pending stands beside what is settled only where there is both and neither became the other. */
function shownOf({ kind, points, pendingPoints, settledPoints }: ShownEntry): string {
  const isBoth = kind !== "earn_released" && pendingPoints !== 0 && settledPoints !== 0;
  return isBoth ? `${points} and ${pendingPoints} pending` : String(points);
}

function toldBy(sentence: string, { kind }: ShownEntry): string {
  const after = (words: RegExp) => Number(words.exec(sentence)?.[1] ?? 0);
  const earned = / earns (?:<(-?\d+)p>|nothing): /.exec(sentence);
  if (earned) {
    const points = Number(earned[1] ?? 0);
    if (earned[1] !== undefined && points !== workedOut(sentence)) return `${points}, but worked out ${workedOut(sentence)}`;
    const waived = after(/; <(\d+)p> could not be taken back, already/) - after(/; with <(\d+)p> that could not be taken back before/);
    return String(kind === "reverse_waived" ? waived : points - after(/; <(-?\d+)p> had been booked before/) + waived);
  }
  if (kind === "reverse_waived") return `-${/<(\d+)p>/.exec(sentence)?.[1]}`;
  const sign = /went to|left the program|> spent on| spent <| took | expired| lapsed| went again/.test(sentence) ? -1 : 1;
  const debt = / can be spent from .*; <(\d+)p> went to a balance/.exec(sentence);
  if (debt) return String(Number(debt[1]) + after(/<(\d+)p> can be spent/));
  const [first, pending] = [...sentence.matchAll(/<(-?\d+)p>/g)].map(([, points]) => sign * Number(points));
  return pending === undefined ? String(first) : `${first} and ${pending} pending`;
}

/** The product of the multipliers and the sum of the parts, as the sentence writes them; the fraction is dropped once, at the end. */
function workedOut(sentence: string): number {
  let [sum, over] = [0n, 1n];
  for (const [, points, per, amount] of sentence.matchAll(/<(\d+)p> per <(\d+)m> on <(\d+)m>/g)) [sum, over] = [sum * BigInt(per!) + BigInt(points!) * BigInt(amount!) * over, over * BigInt(per!)];
  for (const [, points] of sentence.matchAll(/<(\d+)p> for (?:the|your) /g)) sum += BigInt(points!) * over;
  for (const [, millionths] of sentence.matchAll(/, times <(\d+)n>/g)) [sum, over] = [sum * BigInt(millionths!), over * 1_000_000n];
  return Number(sum / over);
}
