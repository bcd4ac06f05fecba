import { formatsFor, type Viewer } from "#app/ui/formats.ts";
import { now } from "#app/platform/clock.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { type AdjustFields, adjustFormIn, readAdjustForm } from "./adjust-form.ts";

/** Books a submitted adjustment; what is refused comes back with the field that it belongs to. */
export async function adjustPointsOf(
  { shopId, customerId, by, viewer }: { shopId: number; customerId: string; by: string; viewer: Viewer },
  values: FormData,
): Promise<{ outcome: "adjusted" } | { outcome: "refused"; fields: AdjustFields }> {
  const read = readAdjustForm(adjustFormIn(values));
  if (read.outcome === "invalid") return { outcome: "refused", fields: read.fields };
  const { points, reason, key } = read;
  const adjusted = await adjustPoints(shopId, { customerId, points, reason, by, idempotencyKey: `page-${key}` }, now());
  switch (adjusted.outcome) {
    case "adjusted":
      return { outcome: "adjusted" };
    case "insufficient_points":
      return { outcome: "refused", fields: { points: `Only ${formatsFor(viewer).points(adjusted.availablePoints)} are there to take. Nothing was changed.` } };
    case "unknown_customer":
      throw new Response("There is no such customer.", { status: 404 });
    case "key_taken":
      return { outcome: "refused", fields: { points: "This form was sent before with another number. Close it and begin again." } };
  }
}
