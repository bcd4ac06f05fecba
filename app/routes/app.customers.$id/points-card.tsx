import { BlockStack, Button, Card, Collapsible, InlineStack, Link, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import type { CustomerPoints, HeldLot } from "#app/queries/customer-points.server.ts";
import type { CustomerTier } from "#app/queries/customer-tier.server.ts";
import type { Formats } from "#app/ui/formats.ts";
import { tierWords } from "#app/ui/tier-words.ts";
import { pointsWords } from "./points-words.ts";

type Props = { points: CustomerPoints; tier: CustomerTier | null; formats: Formats };

/** Where the card begins, by its heading. */
export const POINTS_ID = "customer-points";

/** What this customer holds, what it is worth, and from which orders it came. */
export function PointsCard({ points, tier, formats }: Props) {
  const [areLotsOpen, setLotsOpen] = useState(false);
  const id = useId();
  const [first, ...rest] = pointsWords(points, formats);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd" id={POINTS_ID}>
          {formats.pointsTitle}
        </Text>
        <BlockStack gap="100">
          <Text as="p" variant="headingLg">
            {first}
          </Text>
          {rest.map((line) => (
            <Text as="p" key={line}>
              {line}
            </Text>
          ))}
        </BlockStack>
        {tier && <Text as="p">{tierWords(tier, formats)}</Text>}
        {!points.hasProgram && (
          <Text as="p" tone="subdued">
            Orders earn nothing until you publish a program. <Link url="/app/program/rules">Set one up</Link>
          </Text>
        )}
        {points.lots.length > 0 && (
          <BlockStack gap="200">
            <InlineStack>
              <Button variant="plain" disclosure={areLotsOpen ? "up" : "down"} ariaExpanded={areLotsOpen} ariaControls={id} onClick={() => setLotsOpen(!areLotsOpen)}>
                Where they come from
              </Button>
            </InlineStack>
            <Collapsible id={id} open={areLotsOpen} transition={false}>
              <Lots lots={points.lots} formats={formats} />
            </Collapsible>
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}

const SOURCE_WORDS = { order: "An order", adjust: "By hand", import: "Import", other: "Another credit" } as const satisfies Record<HeldLot["source"], string>;

function Lots({ lots, formats }: { lots: HeldLot[]; formats: Formats }) {
  return (
    <table className="lots">
      <caption>Spent in this order, from the top</caption>
      <thead>
        <tr>
          {["Credit", "Left", "Ends"].map((heading) => (
            <th key={heading} scope="col">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lots.map(({ key, source, orderName, points, leftPoints, creditedAt, expiresOn }) => (
          <tr key={key}>
            <th scope="row">
              {orderName ?? SOURCE_WORDS[source]}
              <br />
              <Text as="span" tone="subdued">
                {formats.day(creditedAt)}
              </Text>
            </th>
            <td>{leftPoints === points ? formats.whole(points) : `${formats.whole(leftPoints)} of ${formats.whole(points)}`}</td>
            <td>{expiresOn ? formats.calendarDay(expiresOn) : "Never"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
