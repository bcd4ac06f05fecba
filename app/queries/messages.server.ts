import { MESSAGE_KINDS, MESSAGE_RULES, UNSENT, type MessageKind, type UnsentReason } from "#app/domain/messages/message.ts";
import { pool } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { canRemindOfExpiry, loadMailSettings, loadMessageSettings, type MailSettings } from "#app/store/message-settings.server.ts";

/** How the messages of a kind ended in the last days, how many wait, and how many customers unsubscribed by one. */
export interface MessageCounts {
  sent: number;
  failed: number;
  skipped: number;
  waiting: number;
  unsubscribed: number;
  /** Messages that were not sent, by reason, the commonest first. */
  reasons: { because: UnsentReason; count: number }[];
}

export interface ShopMessage {
  kind: MessageKind;
  purpose: "transactional" | "marketing";
  isOn: boolean;
  counts: MessageCounts;
}

/** The page of messages. `blocked`: mail that waits because the server can't be reached, since the oldest of it first tried. */
export interface ShopMessages {
  hasMailServer: boolean;
  from: string | null;
  settings: MailSettings;
  messages: ShopMessage[];
  blocked: { since: string; waiting: number } | null;
  countedDays: number;
}

/** Whether points may be given an end: where members can be told before. */
export const mayPointsEnd = (shopId: number): Promise<boolean> => canRemindOfExpiry(pool, shopId);

const COUNTED_DAYS = 30;
const DAY_MS = 86_400_000;

/** The messages of a shop with what became of those of the last 30 days. */
export async function findMessages(shopId: number, now: Date): Promise<ShopMessages> {
  const [settings, isOn, counts, blocked] = await Promise.all([
    loadMailSettings(pool, shopId),
    loadMessageSettings(pool, shopId),
    countMessages(shopId, new Date(now.getTime() - COUNTED_DAYS * DAY_MS)),
    findBlocked(shopId),
  ]);
  return {
    hasMailServer: env.mail !== undefined,
    from: env.mail?.from ?? null,
    settings,
    messages: MESSAGE_KINDS.map((kind) => ({ kind, purpose: MESSAGE_RULES[kind].purpose, isOn: isOn[kind].isOn, counts: counts(kind) })),
    blocked,
    countedDays: COUNTED_DAYS,
  };
}

async function countMessages(shopId: number, after: Date): Promise<(kind: MessageKind) => MessageCounts> {
  const { rows } = await pool.query<{ kind: MessageKind; state: string; because: UnsentReason | null; count: number }>(
    `SELECT effect #>> '{message,kind}' AS kind, state, outcome ->> 'because' AS because, count(*)::integer AS count
     FROM effects WHERE shop_id = $1 AND lane = 'mail' AND created_at > $2 GROUP BY 1, 2, 3`,
    [shopId, after],
  );
  const optOuts = await pool.query<{ kind: MessageKind; count: number }>(
    "SELECT kind, count(*)::integer AS count FROM mail_opt_outs WHERE shop_id = $1 AND opted_out_at > $2 GROUP BY 1",
    [shopId, after],
  );
  return (kind) => {
    const own = rows.filter((row) => row.kind === kind);
    const sum = (test: (row: (typeof own)[number]) => boolean) => own.filter(test).reduce((total, { count }) => total + count, 0);
    return {
      sent: sum(({ state }) => state === "done"),
      failed: sum(({ because }) => because !== null && UNSENT[because] === "failed"),
      skipped: sum(({ because }) => because !== null && UNSENT[because] === "skipped"),
      waiting: sum(({ state }) => state === "open"),
      unsubscribed: optOuts.rows.find((row) => row.kind === kind)?.count ?? 0,
      reasons: own.flatMap(({ because, count }) => (because ? [{ because, count }] : [])).sort((a, b) => b.count - a.count),
    };
  };
}

async function findBlocked(shopId: number): Promise<ShopMessages["blocked"]> {
  const { rows } = await pool.query<{ since: Date | null; waiting: number }>(
    `SELECT min(created_at) FILTER (WHERE attempts > 1) AS since, count(*)::integer AS waiting FROM effects WHERE shop_id = $1 AND lane = 'mail' AND state = 'open'`,
    [shopId],
  );
  const { since = null, waiting = 0 } = rows[0] ?? {};
  return since && { since: since.toISOString(), waiting };
}
