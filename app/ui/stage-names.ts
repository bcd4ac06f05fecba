import type { Stage } from "#app/domain/scoring/stage.ts";

/** The merchant's words for the stages. */
export const STAGE_NAMES = { prospect: "Prospect", first: "First", second: "Second", loyal: "Loyal", champion: "Champion" } as const satisfies Record<Stage, string>;
