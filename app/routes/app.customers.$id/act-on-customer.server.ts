import { now } from "#app/platform/clock.server.ts";
import { cancelRedemption } from "#app/usecases/cancel-redemption.server.ts";
import { excludeMember, includeMember } from "#app/usecases/exclude-member.server.ts";
import { redeemReward } from "#app/usecases/redeem-reward.server.ts";
import { vouchForRedemption } from "#app/usecases/vouch-for-redemption.server.ts";
import { formatsFor, type Viewer } from "#app/ui/formats.ts";
import type { AdjustFields } from "./adjust-form.ts";
import { adjustPointsOf } from "./adjust-points-of.server.ts";
import { readExcludeForm } from "./exclude-form.ts";
import { redeemRefusal } from "./redeem-refusal.ts";

/** What the merchant's act on a customer came to. A refusal carries words for the field or dialog that it belongs to. */
export type CustomerAnswer =
  | { outcome: "adjusted" | "cancelling" | "vouched" | "excluded" | "included" }
  | { outcome: "redeemed"; redemptionId: string }
  | { outcome: "refused"; fields: AdjustFields }
  | { outcome: "not_redeemed" | "not_cancelled" | "not_vouched" | "not_excluded"; words: string };

interface Act {
  shopId: number;
  customerId: string;
  by: string;
  viewer: Viewer;
}

/** Does what a form of the Customer page asks for. Unknown customers and forms that no page sends are answered by a thrown `Response`. */
export async function actOnCustomer(act: Act, values: FormData): Promise<CustomerAnswer> {
  const text = (name: string): string => {
    const value = values.get(name);
    return typeof value === "string" ? value : "";
  };
  switch (text("intent")) {
    case "adjust":
      return adjustPointsOf(act, values);
    case "redeem":
      return redeem(act, { rewardId: text("rewardId"), points: text("points"), key: text("key") });
    case "cancel":
      return cancel(act, text("redemptionId"));
    case "vouch":
      return vouch(act, text("redemptionId"));
    case "exclude":
      return exclude(act, { kind: text("kind"), reason: text("reason") });
    case "include":
      return (await includeMember(act.shopId, act.customerId, now())).outcome === "unknown_customer" ? notFound() : { outcome: "included" };
    default:
      throw new Response("The form is not complete.", { status: 400 });
  }
}

const KEY = /^[\w-]{8,64}$/;

async function redeem({ shopId, customerId, by, viewer }: Act, { rewardId, points, key }: { rewardId: string; points: string; key: string }): Promise<CustomerAnswer> {
  if (!KEY.test(key) || !rewardId) throw new Response("The form is not complete.", { status: 400 });
  const chosen = /^\d{1,10}$/.test(points) ? Number(points) : undefined;
  const redeemed = await redeemReward(shopId, { customerId, rewardId, points: chosen, idempotencyKey: `page-${customerId}-${key}`, by: { kind: "merchant", name: by }, now: now() });
  if (redeemed.outcome === "redeemed") return { outcome: "redeemed", redemptionId: redeemed.redemption.redemptionId };
  if (redeemed.outcome === "customer_unknown") return notFound();
  return { outcome: "not_redeemed", words: redeemRefusal(redeemed, formatsFor(viewer).points) };
}

async function cancel({ shopId }: Act, redemptionId: string): Promise<CustomerAnswer> {
  const cancelled = await cancelRedemption(shopId, { redemptionId, now: now() });
  if (cancelled.outcome === "cancelling") return { outcome: "cancelling" };
  if (cancelled.outcome === "redemption_unknown") return notFound();
  const isUsed = cancelled.state === "used";
  return { outcome: "not_cancelled", words: isUsed ? "An order carries this code by now, so it can’t be taken back. Nothing was changed." : "This can no longer be taken back. Nothing was changed." };
}

async function vouch({ shopId, by }: Act, redemptionId: string): Promise<CustomerAnswer> {
  const { outcome } = await vouchForRedemption(shopId, { redemptionId, by, now: now() });
  if (outcome === "redemption_unknown") return notFound();
  return outcome === "vouched" ? { outcome: "vouched" } : { outcome: "not_vouched", words: "This was settled a moment ago. Load the page again to see how. Nothing was changed." };
}

async function exclude({ shopId, customerId, by }: Act, form: { kind: string; reason: string }): Promise<CustomerAnswer> {
  const read = readExcludeForm(form);
  if (read.outcome === "invalid") return { outcome: "not_excluded", words: read.reason };
  const { outcome } = await excludeMember(shopId, { customerId, kind: read.kind, reason: read.reason, by }, now());
  if (outcome === "unknown_customer") return notFound();
  return outcome === "changed" ? { outcome: "excluded" } : { outcome: "not_excluded", words: "Somebody left this customer out a moment ago. Load the page again to see why." };
}

function notFound(): never {
  throw new Response("There is no such customer.", { status: 404 });
}
