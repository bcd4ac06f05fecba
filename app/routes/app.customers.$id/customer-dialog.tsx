import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import type { RedemptionAnswer } from "#app/contract/redemptions.ts";
import type { CustomerPoints } from "#app/queries/customer-points.server.ts";
import type { CustomerRewards } from "#app/queries/customer-rewards.server.ts";
import { focusWhenThere } from "#app/ui/focus-when-there.ts";
import type { Formats } from "#app/ui/formats.ts";
import type { CustomerAnswer } from "./act-on-customer.server.ts";
import { AdjustModal } from "./adjust-modal.tsx";
import { CancelModal } from "./cancel-modal.tsx";
import { EXCLUSION_ID } from "./exclusion-banner.tsx";
import { ExcludeModal, IncludeModal } from "./exclusion-modals.tsx";
import { POINTS_ID } from "./points-card.tsx";
import { RedeemModal } from "./redeem-modal.tsx";
import { redemptionId } from "./rewards-card.tsx";
import { VouchModal } from "./vouch-modal.tsx";

/** Which act the merchant is about to do. */
export type Dialog = { kind: "adjust" | "redeem" | "exclude" | "include" } | { kind: "cancel" | "vouch"; redemption: RedemptionAnswer };

type Props = { dialog: Dialog; points: CustomerPoints; rewards: CustomerRewards; at: string; formats: Formats; onClose: () => void };

/** The open dialog with its own sending and answer; it closes when the act is done, and stays with the words of a refusal. */
export function CustomerDialog({ dialog, points, rewards, at, formats, onClose }: Props) {
  const acting = useFetcher<CustomerAnswer>();
  const answer = acting.data;
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const done = answer && doneWords(answer.outcome, formats);
    if (!done) return;
    shopify.toast.show(done);
    close.current();
    focusWhenThere(resultId(answer, dialog));
  }, [answer, dialog, formats]);
  const isSending = acting.state !== "idle";
  const send = (form: Record<string, string>) => acting.submit(form, { method: "post" });
  const refusal = answer && "words" in answer ? answer.words : undefined;
  const shared = { formats, refusal, isSending, onClose };
  switch (dialog.kind) {
    case "adjust":
      return <AdjustModal points={points} formats={formats} fields={answer?.outcome === "refused" ? answer.fields : {}} isSending={isSending} onAdjust={(form) => send({ intent: "adjust", ...form })} onClose={onClose} />;
    case "redeem":
      return <RedeemModal {...shared} rewards={rewards} at={at} onRedeem={(form) => send({ intent: "redeem", ...form })} />;
    case "cancel":
      return <CancelModal {...shared} redemption={dialog.redemption} onCancelIt={() => send({ intent: "cancel", redemptionId: dialog.redemption.id })} />;
    case "vouch":
      return <VouchModal {...shared} redemption={dialog.redemption} onVouch={() => send({ intent: "vouch", redemptionId: dialog.redemption.id })} />;
    case "exclude":
      return <ExcludeModal {...shared} onExclude={(form) => send({ intent: "exclude", ...form })} />;
    case "include":
      return <IncludeModal isSending={isSending} onInclude={() => send({ intent: "include" })} onClose={onClose} />;
  }
}

/** Where what was done is to be seen: the button that did it may be gone. */
function resultId(answer: CustomerAnswer, dialog: Dialog): string {
  if (answer.outcome === "redeemed") return redemptionId(answer.redemptionId);
  return "redemption" in dialog ? redemptionId(dialog.redemption.id) : answer.outcome === "excluded" ? EXCLUSION_ID : POINTS_ID;
}

/** What the toast says when an act is done; undefined for a refusal. */
function doneWords(outcome: CustomerAnswer["outcome"], formats: Formats): string | undefined {
  switch (outcome) {
    case "adjusted":
      return `${formats.pointsTitle} adjusted`;
    case "redeemed":
      return "Asked Shopify for the reward";
    case "cancelling":
      return "Reward taken back";
    case "vouched":
      return "Reward is there";
    case "excluded":
      return "Customer blocked";
    case "included":
      return "Customer earns again";
    case "refused":
    case "not_redeemed":
    case "not_cancelled":
    case "not_vouched":
    case "not_excluded":
      return undefined;
  }
}
