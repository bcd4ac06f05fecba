import type { ImportSums } from "#app/queries/imports.server.ts";
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
      return `${signed(sums.bookedPoints, points)}, for ${formats.counted(sums.customers, "customer", "customers")}.`;
    case "undoing":
      return `The ${pointsName.other} are being taken back. You can leave this page.`;
    case "undone":
      return `${signed(sums.bookedPoints, points)}, then ${signed(sums.undonePoints, points, ["took", "added"])} when it was taken back. What had been spent stays spent.`;
  }
}

/** What the button does: "Add 150 points", "Add 150 points and take 30 points". */
export function startWords({ addedPoints, takenPoints }: Pick<ImportSums, "addedPoints" | "takenPoints">, { points }: Formats): string {
  const [first = "book", ...rest] = [addedPoints > 0 && `add ${points(addedPoints)}`, takenPoints > 0 && `take ${points(takenPoints)}`].filter((part) => part !== false);
  return [first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(" and ");
}

/** What taking a booked file back would do: "This takes 150 points back from 2 customers. …" */
export function undoWords({ bookedPoints, customers }: Pick<ImportSums, "bookedPoints" | "customers">, { points, counted, pointsName }: Formats): string {
  const deed = bookedPoints < 0 ? `gives ${points(-bookedPoints)} back to` : `takes ${points(bookedPoints)} back from`;
  return `This ${deed} ${counted(customers, "customer", "customers")}. What was spent of them stays spent, and other ${pointsName.other} stay. To book them again, the file has to be checked anew.`;
}

const signed = (count: number, points: (count: number) => string, [took, added] = ["Took", "Added"]): string => (count < 0 ? `${took} ${points(-count)}` : `${added} ${points(count)}`);
