import { z } from "zod";
import { STAGES } from "../../scoring/stage.ts";
import { orList, type FormDescription } from "../form.ts";
import type { PlacedOrder } from "./placed-order.ts";

/** The member stood at one of these stages before the order. */
export const inStage = z.object({ kind: z.literal("stage"), stages: z.array(z.enum(STAGES)).min(1, "Choose at least one stage.").max(STAGES.length) });

type InStage = z.output<typeof inStage>;

export const isInStage = ({ stages }: InStage, { member }: Pick<PlacedOrder, "member">): boolean => stages.includes(member.stage);

export const inStageForm: FormDescription<InStage> = {
  label: "Stage",
  fields: [{ name: "stages", label: "Before the order, the customer was", input: "stage_list", choices: STAGES.map((stage) => ({ value: stage, label: stage })) }],
  sentence: ({ stages }) => `the customer was ${orList([...stages])} before`,
};
