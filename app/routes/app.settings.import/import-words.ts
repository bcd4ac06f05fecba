import type { ImportSums, MovedPoints } from "#app/queries/imports.server.ts";
import type { Formats } from "#app/ui/formats.ts";

export type ImportState = "checked" | "running" | "done" | "undoing" | "undone";

/** Where a file stands, in two words. */
export const STATE_WORDS = {
  checked: "Checked",
  running: "Being booked",
  done: "Booked",
  undoing: "Being taken back",
  undone: "Taken back",
} as const satisfies Record<ImportState, string>;

export const STATE_TONES = {
  checked: "attention",
  running: "info",
  done: "success",
  undoing: "info",
  undone: undefined,
} as const satisfies Record<ImportState, string | undefined>;

/** What a file would do, or did, in one sentence. */
export function importSentence(state: ImportState, sums: ImportSums, formats: Formats): string {
  const { points, pointsName } = formats;
  switch (state) {
    case "checked": {
      const parts = [sums.addedPoints > 0 && `add ${points(sums.addedPoints)}`, sums.takenPoints > 0 && `take ${points(sums.takenPoints)}`].filter((part) => part !== false);
      if (parts.length === 0) return `No ${pointsName.other} would move.`;
      return `This would ${parts.join(" and ")}, for ${formats.counted(sums.customers, "customer", "customers")}. Nothing has moved yet.`;
    }
    case "running":
      return `The ${pointsName.other} are being booked. You can leave this page.`;
    case "done":
      return `${capital(deeds(sums.booked, formats))}.`;
    case "undoing":
      return `The ${pointsName.other} are being taken back. You can leave this page.`;
    case "undone":
      return `${capital(deeds(sums.booked, formats))}, then ${deeds(sums.undone, formats)} when it was taken back. What had been spent stays spent, unless it comes back with its code.`;
  }
}

/** What the button does: "Add 150 points", "Add 150 points and take 30 points". */
export function startWords({ addedPoints, takenPoints }: Pick<ImportSums, "addedPoints" | "takenPoints">, { points }: Formats): string {
  const parts = [addedPoints > 0 && `add ${points(addedPoints)}`, takenPoints > 0 && `take ${points(takenPoints)}`].filter((part) => part !== false);
  return capital(parts.join(" and ") || "book");
}

/** Whether a booked file moved anything that could be taken back. */
export const hasMoved = ({ addedTo, takenFrom }: MovedPoints): boolean => addedTo + takenFrom > 0;

/** What taking a booked file back would do: "This takes 150 points back from 2 customers. …" */
export function undoWords({ addedPoints, addedTo, takenPoints, takenFrom }: MovedPoints, { points, counted, pointsName }: Formats): string {
  const parts = [
    addedTo > 0 && `takes ${points(addedPoints)} back from ${counted(addedTo, "customer", "customers")}`,
    takenFrom > 0 && `gives ${points(takenPoints)} back to ${counted(takenFrom, "customer", "customers")}`,
  ].filter((part) => part !== false);
  return `This ${parts.join(" and ")}. What was spent of them stays spent, unless it comes back with its code, and other ${pointsName.other} stay. To book them again, the file has to be checked anew.`;
}

function deeds({ addedPoints, addedTo, takenPoints, takenFrom }: MovedPoints, { points, counted, pointsName }: Formats): string {
  const parts = [
    addedTo > 0 && `added ${points(addedPoints)} to ${counted(addedTo, "customer", "customers")}`,
    takenFrom > 0 && `took ${points(takenPoints)} from ${counted(takenFrom, "customer", "customers")}`,
  ].filter((part) => part !== false);
  return parts.join(" and ") || `moved no ${pointsName.other}`;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
