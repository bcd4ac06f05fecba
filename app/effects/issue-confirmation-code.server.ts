import { issueDiscount } from "./issue-discount-code.server.ts";
import type { Performer } from "./performer.ts";

/** Makes the code of an order confirmation: for one use, by anybody, because a guest must be able to use it. */
export const issueConfirmationCode: Performer<"issue_confirmation_code"> = ({ shop, effect, isRepeat }) => issueDiscount(shop, { ...effect, customerId: null, usesMax: 1 }, isRepeat);
