import { BlockStack, Text } from "@shopify/polaris";
import type { RewardGrant } from "#app/domain/redemption/reward-grant.ts";
import { offerOf, type Offer } from "#app/ui/reward-offer.ts";
import { grantWords, lastDay, termsWords } from "#app/ui/reward-words.ts";
import type { PreviewProps } from "./props.ts";

/** What can be had and what is missing, then the codes that can be used. */
export function PreviewRewards({ rewards, points, at, formats }: PreviewProps) {
  const spendablePoints = points.availablePoints + points.waitingPoints;
  const offered = rewards.offered.filter(({ missingScopes }) => missingScopes.length === 0);
  const codes = rewards.redemptions.filter(({ state, code }) => state === "issued" && code !== null);
  return (
    <>
      <BlockStack gap="300">
        <Text as="h3" variant="headingMd">
          What you can get
        </Text>
        {(offered.length === 0 || rewards.state === "paused") && <Text as="p">{rewards.state === "paused" ? "Rewards are paused." : "There are no rewards yet."}</Text>}
        {rewards.state === "open" && (
          <ul className="preview__list">
            {offered.map((one) => (
              <li key={one.reward.id}>
                <OfferLines offer={offerOf(one, { spendablePoints, now: new Date(at), formats })} isClaimed={points.isClaimed} isChosen={one.reward.kind === "slider"} formats={formats} />
              </li>
            ))}
          </ul>
        )}
      </BlockStack>
      {codes.length > 0 && (
        <BlockStack gap="300">
          <Text as="h3" variant="headingMd">
            Your codes
          </Text>
          <ul className="preview__list">
            {codes.map(({ id, rewardName, grant, code, endsAt }) => (
              <li key={id}>
                <Text as="p" fontWeight="semibold">
                  {code}
                </Text>
                <Text as="p">
                  {rewardName}: {grantWords(grant as RewardGrant, formats)}
                  {endsAt ? `, until ${lastDay(endsAt, formats)}` : ""}
                </Text>
              </li>
            ))}
          </ul>
        </BlockStack>
      )}
    </>
  );
}

type OfferProps = { offer: Offer; isClaimed: boolean; /** The customer chooses how much to spend. */ isChosen: boolean; formats: PreviewProps["formats"] };

function OfferLines(props: OfferProps) {
  const { offer, formats } = props;
  return (
    <BlockStack gap="050">
      <Text as="p" fontWeight="semibold">
        {offer.label}
      </Text>
      {offer.outcome === "in_reach" && <Text as="p">{termsWords(offer.quote, formats).join(" ")}</Text>}
      <p className="preview__act">{actWords(props)}</p>
    </BlockStack>
  );
}

function actWords({ offer, isClaimed, isChosen, formats }: OfferProps): string {
  if (offer.outcome === "out_of_reach") return offer.missing;
  if (!isClaimed) return "Sign in to use it";
  return isChosen ? `Choose how many ${formats.pointsName.other} to spend` : `Spend ${formats.points(offer.quote.points)}`;
}
