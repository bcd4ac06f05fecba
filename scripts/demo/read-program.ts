import fs from "node:fs";
import { missingScopesFor } from "#app/domain/redemption/reward-scopes.ts";
import { program } from "#app/domain/program/program.ts";
import { readProgram as readWritten } from "#app/domain/program/read-program.ts";

const DEMO_PROGRAM = new URL("./demo-program.json", import.meta.url);

/**
 * The body of the program that the demo publishes: its own, that of a JSON file, or undefined for none. Throws a sentence for
 * a person when a file cannot be read or holds rules that cannot work, so that nothing is started for them.
 */
export function readProgram(choice: string): unknown {
  if (choice === "none") return undefined;
  const file = choice === "demo" ? DEMO_PROGRAM : choice;
  const body = readJson(file);
  const read = readWritten(body);
  if (read.outcome === "valid") return body;
  const reasons = read.fields.map(({ path, message }) => `  ${path || "the file"}: ${message}`);
  throw new Error(`The program in ${choice} cannot be published:\n${reasons.join("\n")}`);
}

/** What a program's rewards need from the shop: the demo's merchant grants it, as one asked on the page of rewards would. */
export const scopesOfProgram = (body: unknown): string[] => (body === undefined ? [] : missingScopesFor(program.parse(body), []));

function readJson(file: string | URL): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`--program ${String(file)} cannot be read: ${error instanceof Error ? error.message : String(error)} Use demo, none or a file with a program as JSON.`, { cause: error });
  }
}
