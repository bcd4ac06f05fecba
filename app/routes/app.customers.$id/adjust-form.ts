import { storableText } from "#app/domain/storable-text.ts";
import { wholeNumber } from "#app/ui/plain-number.ts";

/** The form of an adjustment: text as typed. `key` is made once per opened form, so that sending it twice books once. */
export type AdjustForm = { points: string; reason: string; key: string };

export type AdjustFields = Partial<Record<"points" | "reason", string>>;

export type AdjustRead = { outcome: "valid"; points: number; reason: string; key: string } | { outcome: "invalid"; fields: AdjustFields };

const POINTS_MAX = 1_000_000_000;
const REASON_MAX = 500;
const KEY = /^[\w-]{8,64}$/;

/** What a form of an adjustment means, or what is wrong with each field. Points may carry a plus, a minus of either kind, and separators. */
export function readAdjustForm({ points, reason: written, key }: AdjustForm): AdjustRead {
  const reason = storableText(written).trim();
  const count = wholeNumber(points);
  const fields: AdjustFields = {};
  if (Number.isNaN(count)) fields.points = "Enter a whole number, such as 50 or −50.";
  else if (count === 0) fields.points = "Zero changes nothing. Enter how many to add or to take.";
  else if (Math.abs(count) > POINTS_MAX) fields.points = "Enter 1,000,000,000 or fewer.";
  if (!reason) fields.reason = "Enter a reason. It stays in the history.";
  else if (reason.length > REASON_MAX) fields.reason = "A reason has at most 500 letters.";
  if (Object.keys(fields).length > 0 || !KEY.test(key)) return { outcome: "invalid", fields };
  return { outcome: "valid", points: count, reason, key };
}

/** The form as it was submitted; what is absent is empty. */
export function adjustFormIn(values: FormData): AdjustForm {
  const text = (name: keyof AdjustForm) => {
    const value = values.get(name);
    return typeof value === "string" ? value : "";
  };
  return { points: text("points"), reason: text("reason"), key: text("key") };
}
