import { RedemptionModal, type RedemptionModalProps } from "./redemption-modal.tsx";
import { isAnswerLost } from "./redemption-words.ts";

/** Takes a reward back that nobody used; says what becomes of code and points before it does. */
export function CancelModal({ onCancelIt, ...asked }: RedemptionModalProps & { onCancelIt: () => void }) {
  const { formats, redemption } = asked;
  return (
    <RedemptionModal {...asked} id="cancel-redemption-modal" title="Take the reward back" deed="Take back" isCritical closing="Keep it" onDo={onCancelIt}>
      {isAnswerLost(redemption) ? `Take it back only if it is not with the customer in Shopify. ${formats.points(redemption.points)} will return at once.` : "The code stops working for good."}
      {!isAnswerLost(redemption) && redemption.points > 0 && ` ${formats.points(redemption.points)} will return as soon as Shopify confirms that no order carries it, which takes a minute or two.`}
    </RedemptionModal>
  );
}
