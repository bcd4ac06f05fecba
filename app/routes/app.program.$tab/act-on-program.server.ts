import { setPaused, undoPublish } from "#app/usecases/publish-program.server.ts";
import type { ProgramAct } from "./change-modal.tsx";

/** Pauses, resumes or takes back the last publishing; answers what stands beside the page afterwards. */
export async function actOnProgram(shopId: number, act: ProgramAct, { by, now }: { by: string; now: Date }): Promise<{ outcome: "acted" | "nothing_to_do" }> {
  const done = act === "undo" ? await undoPublish(shopId, { by, now }) : await setPaused(shopId, act === "pause", { by, now });
  return { outcome: done.outcome === "published" ? "acted" : "nothing_to_do" };
}

export const actIn = (values: FormData): ProgramAct | undefined => (["pause", "resume", "undo"] as const).find((act) => act === values.get("act"));
