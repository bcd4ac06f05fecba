import type { ActionFunctionArgs } from "@remix-run/node";
import { adjustmentBody } from "#app/contract/points.ts";
import { NOTHING_HERE, problem } from "#app/contract/problem.ts";
import { storableText } from "#app/domain/storable-text.ts";
import { findAdjustment } from "#app/queries/ledger-page.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { changeCustomerApi, refuseOtherThan } from "../api.v1.$/change-api.server.ts";
import { ProblemError } from "../api.v1.$/problem-error.ts";

export const loader = () => refuseOtherThan("POST");

export const action = (args: ActionFunctionArgs) =>
  changeCustomerApi(args, { method: "POST", schema: adjustmentBody }, async ({ shopId, customerId, body, by, now, readKey }) => {
    const idempotencyKey = readKey();
    const adjusted = await adjustPoints(shopId, { customerId, points: body.points, reason: storableText(body.reason), by, idempotencyKey }, now);
    switch (adjusted.outcome) {
      case "adjusted":
        return { body: await findAdjustment(shopId, { idempotencyKey, now }), status: 201, isRepeated: adjusted.isRepeated };
      case "insufficient_points":
        throw new ProblemError(problem("insufficient_points", `Only ${adjusted.availablePoints} points can be taken. Nothing was changed.`, { field: "points" }));
      case "unknown_customer":
        throw new ProblemError(problem("not_found", NOTHING_HERE));
      case "key_taken":
        throw new ProblemError(problem("idempotency_key_reused", "This Idempotency-Key belongs to a different adjustment. Nothing was changed. Use a key of its own for each.", { field: "Idempotency-Key" }));
    }
  });
