import type { ActionFunctionArgs } from "@remix-run/node";
import { problem } from "#app/contract/problem.ts";
import { publishBody } from "#app/contract/program.ts";
import type { ScopeNeed } from "#app/domain/redemption/reward-scopes.ts";
import { readGrantedScopes } from "#app/shopify/read-granted-scopes.server.ts";
import { publishProgram } from "#app/usecases/publish-program.server.ts";
import { changeApi, refuseOtherThan } from "../api.v1.$/change-api.server.ts";
import { ProblemError } from "../api.v1.$/problem-error.ts";
import { readVersion } from "./answer-version.server.ts";

const REFUSALS = {
  no_draft: "Nothing is drafted. Send the program with PUT /program/draft first.",
  reminder_missing: "Points would end, and members could not be told 30 and 7 days before. Nothing was published. Switch the message “Points expire” on in the app, where a mail server is set; or leave expiry out.",
  starts_before_booked_orders: "An order placed since startsAt was decided by the rules of its time already. Nothing was published. Choose a later startsAt, or leave it out to start now.",
};

const missingWords = (needs: ScopeNeed[]): string =>
  `${needs.map(({ scope, rewards }) => `${rewards.map((name) => `“${name}”`).join(", ")} can't be given without ${scope}`).join("; ")}. Nothing was published. The merchant grants it in the app, on the page of the program's rewards; or take the rewards out.`;

export const loader = () => refuseOtherThan("POST");

export const action = (args: ActionFunctionArgs) =>
  changeApi(args, { method: "POST", schema: publishBody }, async ({ shopId, shopDomain, body: { startsAt }, by, now }) => {
    const findGranted = () => readGrantedScopes({ domain: shopDomain });
    const published = await publishProgram(shopId, { ...(startsAt !== undefined && { startsAt: new Date(startsAt) }), by, now, findGranted });
    if (published.outcome === "scopes_missing") throw new ProblemError(problem("not_possible", missingWords(published.needs)));
    if (published.outcome !== "published") throw new ProblemError(problem("not_possible", REFUSALS[published.outcome]));
    return { body: await readVersion(shopId, published.version), status: 201 };
  });
