import { z } from "zod";
import { describeApi } from "#app/contract/openapi.ts";
import { program } from "#app/domain/program/program.ts";

/** The published description of the REST API, with the shape of a program as the domain defines it. */
export function describeWholeApi(): Record<string, unknown> {
  return describeApi({ Program: describeProgram("output"), ProgramDraft: describeProgram("input") });
}

function describeProgram(io: "input" | "output"): Record<string, unknown> {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(program, { io, unrepresentable: "any", reused: "inline" }) as Record<string, unknown>;
  return schema;
}
