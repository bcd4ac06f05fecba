import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { noParameters } from "#app/contract/parameters.ts";
import { problem } from "#app/contract/problem.ts";
import { programBody } from "#app/contract/program.ts";
import { findDraft } from "#app/queries/program.server.ts";
import { findUnknownTargets } from "#app/shopify/find-unknown-targets.server.ts";
import { saveDraft } from "#app/usecases/publish-program.server.ts";
import { answerApi } from "../api.v1.$/answer-api.server.ts";
import { changeApi, refuseOtherThan } from "../api.v1.$/change-api.server.ts";
import { ProblemError } from "../api.v1.$/problem-error.ts";

const ALLOWED = "GET, HEAD, PUT";

export const loader = (args: LoaderFunctionArgs) =>
  args.request.method === "OPTIONS" ? refuseOtherThan(ALLOWED) : answerApi(args, noParameters, async ({ shopId }) => findDraft(shopId));

export const action = (args: ActionFunctionArgs) =>
  changeApi(args, { method: "PUT", schema: programBody, allow: ALLOWED }, async ({ shopId, shopDomain, body, by, now }) => {
    const saved = await saveDraft(shopId, body, { by, now, findUnknown: findUnknownTargets({ domain: shopDomain }) });
    if (saved.outcome === "saved") return { body: saved.program };
    const [first] = saved.fields;
    const detail = `${first?.message ?? "Something in it is not valid."} Nothing was saved.`;
    throw new ProblemError(problem("invalid_program", detail, { fields: saved.fields, ...(first && { field: first.path }) }));
  });
