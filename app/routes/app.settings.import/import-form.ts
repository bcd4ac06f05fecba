import { z } from "zod";

/** What a file does, as one choice: to whose points it adds, or which it sets, or what else it brings. */
export const FILE_PURPOSES = ["add_balances", "set_balances", "adjust", "tiers", "orders"] as const;
export type FilePurpose = (typeof FILE_PURPOSES)[number];

const id = z.string().regex(/^\d{1,18}$/);

/** What stands beside a file that is to be checked. */
export const uploadRequest = z.object({ purpose: z.enum(FILE_PURPOSES), fileName: z.string(), reason: z.string().default("") });

/** What the page asks for once a file is checked. */
export const importRequest = z.discriminatedUnion("intent", [z.object({ intent: z.literal("start"), id }), z.object({ intent: z.literal("undo"), id })]);

export type ImportRequest = z.output<typeof importRequest>;

/** Kind of the entries of a file of points, and what the number of a line means. */
export const PURPOSE_MEANS = {
  add_balances: { kind: "import", mode: "add" },
  set_balances: { kind: "import", mode: "set" },
  adjust: { kind: "adjust", mode: "add" },
} as const satisfies Record<Exclude<FilePurpose, "tiers" | "orders">, { kind: "import" | "adjust"; mode: "add" | "set" }>;
