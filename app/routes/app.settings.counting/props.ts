import type { Formats } from "#app/ui/formats.ts";
import type { Card } from "../app._index/card.ts";
import type { Effect } from "./effect-words.ts";
import type { FieldErrors, PolicyDraft } from "./policy-draft.ts";

export type CountingProps = {
  formats: Formats;
  saved: PolicyDraft;
  /** How often the policy was saved. */
  saves: number;
  /** Of all second orders, those on the day of the first; null where that is not known now. */
  sameDaySeconds: { sameDay: number; all: number } | null;
  /** How many orders were not paid within a week; null where that is not known now. */
  unpaid: { orders: number; unpaid: number; windowDays: number } | null;
  /** What the server refused at the last attempt to save. */
  refused: FieldErrors;
  isSaving: boolean;
  onSave: (draft: PolicyDraft) => void;
  /** What saving the draft that was last told to `onDraft` would do. */
  effect: Card<Effect> | undefined;
  isEffectLoading: boolean;
  onDraft: (draft: PolicyDraft) => void;
  onDirty: (isDirty: boolean) => void;
};
