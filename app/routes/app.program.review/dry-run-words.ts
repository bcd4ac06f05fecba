import type { DryRun, DryRunReason, TriedShare, UnreadFacts } from "#app/domain/program/dry-run.ts";
import type { Formats } from "#app/ui/formats.ts";

export type DryRunPair = { from: string; until: string; draft: DryRun; live: DryRun | null; tried: TriedShare; unread: UnreadFacts };

/** Said where there were too many customers to try them all; undefined otherwise. */
export function shareSentence({ customers, of }: TriedShare, formats: Formats): string | undefined {
  if (customers >= of) return undefined;
  return `To try all ${formats.counted(of, "customer", "customers")} who ordered in that time takes too long. These are ${formats.whole(customers)} of them, ${formats.rate(customers / of, of)}, picked across all.`;
}

/** Said where rules ask for what Shopify has not been asked for yet; undefined otherwise. */
export function unreadSentence({ products, customers }: UnreadFacts, formats: Formats): string | undefined {
  const of = [
    ...(products > 0 ? [`which tags and collections ${formats.counted(products, "product has", "products have")}`] : []),
    ...(customers > 0 ? [`which tags ${formats.counted(customers, "customer has", "customers have")}`] : []),
  ];
  if (of.length === 0) return undefined;
  return `Shopify has not been asked yet ${of.join(" and ")}. It is asked when ${formats.pointsName.other} are given. Until then nothing that depends on it is counted in, so the figure can change.`;
}

/** "1,204,300 points to 2,010 customers, worth £12,043.00, 1.2% of what was spent". */
export function dryRunWords({ points, customers, valueMinor, valueShare, orders }: DryRun, formats: Formats): string {
  if (orders === 0) return `no ${formats.pointsName.other}: nothing was ordered`;
  const share = valueShare === null ? "" : `, ${formats.rate(valueShare, orders)} of what was spent`;
  return `${formats.points(points)} to ${formats.counted(customers, "customer", "customers")}, worth ${formats.money(valueMinor)}${share}`;
}

/** No line is broken between a sign and its number. */
const JOINED = "\u2060";

/** The draft beside the program in force, line by line. Each has three cells: what that gives, what the draft gives, and the difference with its sign. */
export function comparedRows({ draft, live }: { draft: DryRun; live: DryRun }, formats: Formats): { label: string; cells: string[] }[] {
  const row = (label: string, read: (run: DryRun) => number, write: (value: number) => string) => {
    const difference = read(draft) - read(live);
    return { label, cells: [write(read(live)), write(read(draft)), difference > 0 ? `+${JOINED}${write(difference)}` : difference < 0 ? `−${JOINED}${write(-difference)}` : write(0)] };
  };
  const share = ({ valueShare, orders }: DryRun) => (valueShare === null ? "–" : formats.rate(valueShare, orders));
  return [
    row(formats.pointsTitle, ({ points }) => points, formats.whole),
    row("Customers", ({ customers }) => customers, formats.whole),
    row("Worth", ({ valueMinor }) => valueMinor, (minor) => formats.money(minor)),
    { label: "Share of what was spent", cells: [share(live), share(draft), ""] },
  ];
}

const REASONS: Record<Exclude<DryRunReason, "below_one_point">, string> = {
  no_program: "before the program",
  paused: "while paused",
  other_currency: "in another currency",
  cancelled: "cancelled",
  fully_refunded: "refunded in full",
  deleted: "deleted",
  not_counted: "not counted",
  another_customer: "another customer’s",
  award_undone: "award taken back",
  excluded_tag: "customer carries an excluded tag",
  excluded_staff: "customer is staff",
  blocked: "customer is blocked",
  no_rule_met: "no rule applies",
};

/** Why orders would earn nothing, the most frequent first: "12 orders earn nothing: 9 in another currency, 3 cancelled."; undefined where all earn. */
export function nothingSentence({ earnsNothing }: DryRun, formats: Formats): string | undefined {
  const reasons = (Object.entries(earnsNothing) as [DryRunReason, number][]).toSorted(([, a], [, b]) => b - a);
  if (reasons.length === 0) return undefined;
  const orders = reasons.reduce((sum, [, count]) => sum + count, 0);
  return `${formats.counted(orders, "order earns", "orders earn")} nothing: ${reasons.map(([reason, count]) => `${formats.whole(count)} ${reason === "below_one_point" ? `less than one ${formats.pointsName.one}` : REASONS[reason]}`).join(", ")}.`;
}
