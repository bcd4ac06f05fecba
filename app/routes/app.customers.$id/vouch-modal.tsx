import { RedemptionModal, type RedemptionModalProps } from "./redemption-modal.tsx";

/** Takes the merchant's word that money is with the customer, where Shopify's answer was lost; says what that ends before it does. */
export function VouchModal({ onVouch, ...asked }: RedemptionModalProps & { onVouch: () => void }) {
  const { formats, redemption: { points } } = asked;
  return (
    <RedemptionModal {...asked} id="vouch-redemption-modal" title="The reward is there" deed="It is there" closing="Cancel" onDo={onVouch}>
      Say so if you see it with the customer in Shopify. {points > 0 && `${formats.points(points)} ${points === 1 ? "stays" : "stay"} spent, and it can no longer be taken back here. `}It is recorded that it was you.
    </RedemptionModal>
  );
}
