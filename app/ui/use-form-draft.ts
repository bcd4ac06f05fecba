import { useState } from "react";
import { isSame, withEdits } from "./with-edits.ts";

export type FormDraft<Draft> = {
  draft: Draft;
  setDraft: (next: Draft | ((current: Draft) => Draft)) => void;
  /** Call with what is sent, right before it is. */
  markSent: (sent: Draft) => void;
  /** How often what is saved was taken over into the form. */
  taken: number;
};

/**
 * The text of a form over what is saved, which may change while the form stands: by its own save, or by somebody else.
 *
 * What is saved is taken over where nothing else was typed: after a save (`saves` counts them) where the form still holds what
 * was sent, also where that means what was saved before ("10.0" over "10"); otherwise where it held what was saved until now.
 * What was typed meanwhile stays, as a change that is still to be saved, field by field (withEdits).
 */
export function useFormDraft<Draft>(saved: Draft, saves: number): FormDraft<Draft> {
  const [draft, setDraft] = useState(saved);
  const [sent, setSent] = useState<Draft>();
  const [seen, setSeen] = useState({ saved, saves });
  const [taken, setTaken] = useState(0);
  const isSavedAnew = saves !== seen.saves;
  if (isSavedAnew || !isSame(saved, seen.saved)) {
    setSeen({ saved, saves });
    if (isSavedAnew) setSent(undefined);
    const next = isSavedAnew ? withEdits({ drawn: sent ?? seen.saved, edited: draft, saved }) : withEdits({ drawn: seen.saved, edited: draft, saved, sent });
    if ((isSavedAnew && isSame(draft, sent)) || !isSame(next, draft)) {
      setDraft(next);
      setTaken(taken + 1);
    }
  }
  return { draft, setDraft, markSent: (it) => setSent(it), taken };
}
