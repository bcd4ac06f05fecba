import { setPaused, undoPublish } from "#app/usecases/publish-program.server.ts";
import type { ProgramAct } from "./change-modal.tsx";

/** `reminder_missing`: the version before gives points an end, and customers could not be told. Nothing was changed then. */
export type ProgramActed = { outcome: "acted" | "nothing_to_do" | "reminder_missing" };

/** Pauses, resumes or takes back the last publishing; answers what became of it. */
export async function actOnProgram(shopId: number, act: ProgramAct, { by, now }: { by: string; now: Date }): Promise<ProgramActed> {
  const { outcome } = act === "undo" ? await undoPublish(shopId, { by, now }) : await setPaused(shopId, act === "pause", { by, now });
  if (outcome === "reminder_missing") return { outcome };
  return { outcome: outcome === "published" ? "acted" : "nothing_to_do" };
}

export const actIn = (values: FormData): ProgramAct | undefined => (["pause", "resume", "undo"] as const).find((act) => act === values.get("act"));
