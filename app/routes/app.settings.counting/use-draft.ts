import { useEffect, useState } from "react";
import { useFormDraft } from "#app/ui/use-form-draft.ts";
import { type DraftOutcome, type PolicyDraft, readDraft } from "./policy-draft.ts";

const TYPING_PAUSE_MS = 400;

export type DraftState = {
  draft: PolicyDraft;
  change: (part: Partial<PolicyDraft>) => void;
  isDirty: boolean;
  /** What the draft meant when typing last paused; the fields show their errors from it. */
  read: DraftOutcome;
  /** Typing goes on: `read` is not about what stands in the fields. */
  isTyping: boolean;
  /** Reads the draft at once, as when it is to be saved. */
  readNow: () => DraftOutcome;
  discard: () => void;
  /** Call when the draft is sent. */
  markSent: () => void;
};

/** The form's text, and what it means as soon as typing pauses. `onPause` hears every changed draft that is valid. */
export function useDraft({ saved, saves }: { saved: PolicyDraft; saves: number }, currency: string, onPause: (draft: PolicyDraft) => void): DraftState {
  const { draft, setDraft, markSent } = useFormDraft(saved, saves);
  const [paused, setPaused] = useState(saved);
  const isDirty = !isSame(draft, saved);
  useEffect(() => {
    if (draft === paused) return;
    const timer = setTimeout(() => {
      setPaused(draft);
      if (!isSame(draft, saved) && readDraft(draft, currency).outcome === "valid") onPause(draft);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft, paused, saved, currency, onPause]);
  return {
    draft,
    change: (part) => setDraft((current) => ({ ...current, ...part })),
    isDirty,
    read: readDraft(paused, currency),
    isTyping: draft !== paused,
    readNow: () => {
      setPaused(draft);
      return readDraft(draft, currency);
    },
    discard: () => {
      setDraft(saved);
      setPaused(saved);
    },
    markSent: () => markSent(draft),
  };
}

const isSame = (a: PolicyDraft, b: PolicyDraft) => JSON.stringify(a) === JSON.stringify(b);
