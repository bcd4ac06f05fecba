import { z } from "zod";
import { describeApi } from "#app/contract/openapi.ts";
import { program } from "#app/domain/program/program.ts";
import { reward } from "#app/domain/redemption/reward.ts";

/** The published description of the REST API, with the shapes of programs and rewards as the domain defines them. */
export function describeWholeApi(): Record<string, unknown> {
  return describeApi({ Program: describe(program, "output"), ProgramDraft: describe(program, "input"), Reward: describe(reward, "output") });
}

function describe(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline" }) as Record<string, unknown>;
  return described;
}
