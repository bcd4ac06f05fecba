import type { ActionFunctionArgs } from "@remix-run/node";
import { emptyBody } from "#app/contract/parameters.ts";
import { problem } from "#app/contract/problem.ts";
import type { ProgramVersionAnswer } from "#app/contract/program.ts";
import { findProgramVersion, getProgramOverview } from "#app/queries/program.server.ts";
import { setPaused } from "#app/usecases/publish-program.server.ts";
import { changeApi, refuseOtherThan } from "../api.v1.$/change-api.server.ts";
import { ProblemError } from "../api.v1.$/problem-error.ts";

/** A version that was just published. */
export async function readVersion(shopId: number, number: number): Promise<ProgramVersionAnswer> {
  const version = await findProgramVersion(shopId, number);
  if (!version) throw new Error(`version ${number} is published and not found`);
  return version;
}

export const refusePauseMethod = () => refuseOtherThan("POST");

/** Pauses or goes on, and answers the version that is in force from then on; asked a second time, nothing changes. */
export const changePause = (isPaused: boolean) => (args: ActionFunctionArgs) =>
  changeApi(args, { method: "POST", schema: emptyBody }, async ({ shopId, by, now }) => {
    const changed = await setPaused(shopId, isPaused, { by, now });
    if (changed.outcome === "published") return { body: await readVersion(shopId, changed.version) };
    const { inForce } = await getProgramOverview(shopId, now);
    if (changed.outcome === "no_program" || !inForce) throw new ProblemError(problem("not_possible", "No program is in force. Publish one first."));
    return { body: inForce };
  });
