import { z } from "zod";

/** What a file does, as one choice: to whose points it adds, or which it sets. */
export const FILE_PURPOSES = ["add_balances", "set_balances", "adjust"] as const;
export type FilePurpose = (typeof FILE_PURPOSES)[number];

const id = z.string().regex(/^\d{1,18}$/);

/** What the page asks for. The text of the file travels as it is read in the browser. */
export const importRequest = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("check"), purpose: z.enum(FILE_PURPOSES), fileName: z.string(), reason: z.string(), text: z.string() }),
  z.object({ intent: z.literal("start"), id }),
  z.object({ intent: z.literal("undo"), id }),
]);

export type ImportRequest = z.output<typeof importRequest>;

/** Kind of the entries, and what the number of a line means. */
export const PURPOSE_MEANS = {
  add_balances: { kind: "import", mode: "add" },
  set_balances: { kind: "import", mode: "set" },
  adjust: { kind: "adjust", mode: "add" },
} as const satisfies Record<FilePurpose, { kind: "import" | "adjust"; mode: "add" | "set" }>;
