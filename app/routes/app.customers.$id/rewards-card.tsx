import { BlockStack, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { RedemptionAnswer } from "#app/contract/redemptions.ts";
import { CopyField } from "#app/ui/copy-field.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { isCancellable, isVouchable, redemptionTitle, redemptionWords } from "./redemption-words.ts";
import "./rewards-card.css";

type Props = { redemptions: RedemptionAnswer[]; formats: Formats; onCancel: (redemption: RedemptionAnswer) => void; onVouch: (redemption: RedemptionAnswer) => void };

/** Where one of them is on the page, by its heading. */
export const redemptionId = (id: string): string => `redemption-${id}`;

/** What was bought with points lately, newest first: where it stands, its code, and taking back what nobody used. */
export function RewardsCard({ redemptions, ...shared }: Props) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Rewards
        </Text>
        <ul className="redemptions">
          {redemptions.map((redemption) => (
            <li key={redemption.id} className="redemptions__one">
              <Redeemed redemption={redemption} {...shared} />
            </li>
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}

function Redeemed({ redemption, formats, onCancel, onVouch }: Omit<Props, "redemptions"> & { redemption: RedemptionAnswer }) {
  const { id, points, grant, reservedAt, state, code, orderId } = redemption;
  const title = redemptionTitle(redemption, formats);
  return (
    <BlockStack gap="200">
      <BlockStack gap="050">
        <Text as="h3" variant="headingSm" id={redemptionId(id)}>
          {title}
        </Text>
        <Text as="p" tone="subdued">
          {points === 0 ? "Given free" : formats.points(points)}, {formats.day(reservedAt)}
        </Text>
        {/* The merchant asked for it and waits: what Shopify answers is read aloud. */}
        <div role="status">
          <Text as="p">
            {redemptionWords(redemption, formats)}
            {orderId && (
              <>
                {" "}
                <Link url={`shopify://admin/orders/${orderId}`} target="_top">
                  See the order
                </Link>
              </>
            )}
          </Text>
        </div>
      </BlockStack>
      {code && state === "issued" && <CopyField label="Code" value={code} helpText={grant.kind === "gift_card" ? "Whoever has the code can spend it." : "Only this customer can use it."} />}
      {(isCancellable(redemption) || isVouchable(redemption)) && (
        <InlineStack gap="400">
          {isVouchable(redemption) && (
            <Button variant="plain" onClick={() => onVouch(redemption)} accessibilityLabel={`It is there: ${title}`}>
              It is there
            </Button>
          )}
          {isCancellable(redemption) && (
            <Button id={`cancel-${id}`} variant="plain" onClick={() => onCancel(redemption)} accessibilityLabel={`Take back ${title}`}>
              Take back
            </Button>
          )}
        </InlineStack>
      )}
    </BlockStack>
  );
}
