import type { ActionFunctionArgs } from "@remix-run/node";
import { problem } from "#app/contract/problem.ts";
import { eventBody } from "#app/contract/redemptions.ts";
import { recordEvent } from "#app/usecases/record-event.server.ts";
import { changeApi, refuseOtherThan } from "../api.v1.$/change-api.server.ts";
import { ProblemError } from "../api.v1.$/problem-error.ts";

export const loader = () => refuseOtherThan("POST");

export const action = (args: ActionFunctionArgs) =>
  changeApi(args, { method: "POST", schema: eventBody }, async ({ shopId, body: { customerId, event, occurredAt }, now, readKey }) => {
    const recorded = await recordEvent(shopId, { customerId, event, ...(occurredAt !== undefined && { occurredAt: new Date(occurredAt) }), idempotencyKey: readKey() }, now);
    switch (recorded.outcome) {
      case "recorded":
        return { body: { customerId, event, points: recorded.points, ruleIds: recorded.ruleIds, alreadyGiven: recorded.isKnown }, status: 201, isRepeated: recorded.isRepeated };
      case "unknown_customer":
        throw new ProblemError(problem("invalid_parameter", "This shop has no such customer. Nothing was recorded.", { field: "customerId" }));
      case "in_the_future":
        throw new ProblemError(problem("invalid_parameter", "occurredAt must not be later than now. Nothing was recorded.", { field: "occurredAt" }));
      case "key_taken":
        throw new ProblemError(problem("idempotency_key_reused", "This Idempotency-Key belongs to a different event. Nothing was recorded. Use a key of its own for each.", { field: "Idempotency-Key" }));
    }
  });
