import { useEffect, useState } from "react";
import type { ProgramAct } from "./change-modal.tsx";

/**
 * What is asked about before it is done. It closes with a toast when it was done; a refusal stays beside the question until
 * that is closed. `done` is what the server answered last.
 */
export function useProgramAct(done: { outcome: string } | undefined): { act: ProgramAct | undefined; setAct: (act: ProgramAct | undefined) => void; isReminderMissing: boolean } {
  const [act, setAct] = useState<ProgramAct>();
  const [isReminderMissing, setReminderMissing] = useState(false);
  useEffect(() => {
    if (!done) return;
    setReminderMissing(done.outcome === "reminder_missing");
    if (done.outcome === "reminder_missing") return;
    shopify.toast.show(done.outcome === "acted" ? "Program changed" : "Nothing had to change");
    setAct(undefined);
  }, [done]);
  return {
    act,
    isReminderMissing,
    setAct: (next) => {
      setReminderMissing(false);
      setAct(next);
    },
  };
}
