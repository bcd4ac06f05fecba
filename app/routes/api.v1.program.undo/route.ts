import type { ActionFunctionArgs } from "@remix-run/node";
import { emptyBody } from "#app/contract/parameters.ts";
import { problem } from "#app/contract/problem.ts";
import { undoPublish } from "#app/usecases/publish-program.server.ts";
import { changeApi, refuseOtherThan } from "../api.v1.$/change-api.server.ts";
import { ProblemError } from "../api.v1.$/problem-error.ts";
import { readVersion } from "../api.v1.program.publish/answer-version.server.ts";

export const loader = () => refuseOtherThan("POST");

export const action = (args: ActionFunctionArgs) =>
  changeApi(args, { method: "POST", schema: emptyBody }, async ({ shopId, by, now }) => {
    const undone = await undoPublish(shopId, { by, now });
    if (undone.outcome === "nothing_before") throw new ProblemError(problem("not_possible", "There are no rules before these, and none to come. Pause the program instead. Nothing was changed."));
    if (undone.outcome === "reminder_missing") throw new ProblemError(problem("not_possible", "The version before gives points an end, and members could not be told 30 and 7 days before. Nothing was changed. Switch the message “Points expire” on in the app, where a mail server is set."));
    return { body: await readVersion(shopId, undone.version), status: 201 };
  });
