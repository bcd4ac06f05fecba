import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Box, ChoiceList, Link, List, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { CustomerRewards, OfferedReward } from "#app/queries/customer-rewards.server.ts";
import type { Formats } from "#app/ui/formats.ts";
import { wholeNumber } from "#app/ui/plain-number.ts";
import { type Offer, offerOf } from "#app/ui/reward-offer.ts";
import { grantWords, termsWords } from "#app/ui/reward-words.ts";

/** `points` is empty but for a reward whose points are chosen; `key` is made once per opened form, so that sending it twice buys once. */
export type RedeemForm = { rewardId: string; points: string; key: string };

type Props = { rewards: CustomerRewards; at: string; formats: Formats; refusal: string | undefined; isSending: boolean; onRedeem: (form: RedeemForm) => void; onClose: () => void };

/** Buys a reward for the customer; says what it costs, gives and asks for before it does. */
export function RedeemModal({ rewards, at, formats, refusal, isSending, onRedeem, onClose }: Props) {
  const now = new Date(at);
  const offerFor = (offered: OfferedReward, points?: number) => offerOf(offered, { points, spendablePoints: rewards.spendablePoints, now, formats });
  const offers = rewards.offered.map((offered) => ({ id: offered.reward.id, ...offerFor(offered) }));
  const inReach = offers.filter(({ outcome }) => outcome === "in_reach");
  const [rewardId, setRewardId] = useState(inReach[0]?.id ?? "");
  const [typed, setTyped] = useState<string>();
  const [key] = useState(() => crypto.randomUUID());
  const hindrance = hindranceOf(rewards, formats);
  const chosen = rewards.offered.find(({ reward }) => reward.id === rewardId);
  const slider = chosen?.reward.kind === "slider" ? chosen.reward : undefined;
  const points = slider ? (typed ?? String(slider.minimumPoints)) : "";
  const offer = chosen && !hindrance ? offerFor(chosen, slider && wholeNumber(points)) : undefined;
  const quote = offer?.outcome === "in_reach" ? offer.quote : undefined;
  const send = () => quote && onRedeem({ rewardId, points: slider ? String(quote.points) : "", key });
  return (
    <Modal id="redeem-modal" open onHide={onClose}>
      <Box padding="400">
        <BlockStack gap="400">
          {hindrance ? (
            <Text as="p">
              {hindrance} {rewards.state === "open" && rewards.offered.length === 0 && <Link url="/app/program/rewards">Add a reward</Link>}
            </Text>
          ) : (
            <>
              <ChoiceList
                title={`${formats.points(Math.max(0, rewards.spendablePoints))} to spend`}
                choices={inReach.map(({ id, label }) => ({ value: id, label }))}
                selected={[rewardId]}
                onChange={([next = ""]) => {
                  setRewardId(next);
                  setTyped(undefined);
                }}
              />
              <OutOfReach offers={offers} />
            </>
          )}
          {slider && offer && (
            <TextField
              id="redeem-points"
              label={`${formats.pointsTitle} to spend`}
              value={points}
              onChange={setTyped}
              error={offer.outcome === "out_of_reach" ? offer.missing : false}
              helpText={`${formats.points(slider.minimumPoints)} to ${formats.points(slider.maximumPoints)}, in steps of ${formats.whole(slider.stepPoints)}.`}
              inputMode="numeric"
              autoComplete="off"
            />
          )}
          <div role="status">
            {quote && (
              <BlockStack gap="100">
                <Text as="p" fontWeight="semibold">
                  Spends {formats.points(quote.points)} for {grantWords(quote.grant, formats)}; {formats.whole(quote.leftPoints)} left.
                </Text>
                {termsWords(quote, formats).map((sentence) => (
                  <Text as="p" key={sentence}>
                    {sentence}
                  </Text>
                ))}
                {!rewards.isClaimed && <Text as="p">This customer has not signed in yet. Redeeming claims what waits: all of it becomes available.</Text>}
                <Text as="p" tone="subdued">
                  It is recorded that it was you.
                </Text>
              </BlockStack>
            )}
          </div>
          {refusal && (
            <div role="alert">
              <Text as="p" tone="critical">
                {refusal}
              </Text>
            </div>
          )}
        </BlockStack>
      </Box>
      <TitleBar title="Redeem for the customer">
        <button variant="primary" onClick={send} disabled={!quote} {...(isSending && { loading: "" })}>
          {quote ? `Spend ${formats.points(quote.points)}` : "Redeem"}
        </button>
        <button onClick={onClose}>Cancel</button>
      </TitleBar>
    </Modal>
  );
}

/** The rewards that can't be had now, each with what is missing. */
function OutOfReach({ offers }: { offers: (Offer & { id: string })[] }) {
  const missing = offers.flatMap((offer) => (offer.outcome === "out_of_reach" ? [offer] : []));
  if (missing.length === 0) return null;
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        Out of reach
      </Text>
      <List>
        {missing.map(({ id, label, missing: words }) => (
          <List.Item key={id}>
            {label}. <Text as="span" tone="subdued">{words}</Text>
          </List.Item>
        ))}
      </List>
    </BlockStack>
  );
}

/** Why nothing at all can be redeemed; undefined when something may be. */
function hindranceOf({ state, debtPoints, offered }: CustomerRewards, formats: Formats): string | undefined {
  if (state === "no_program") return "No program is in force yet, so there is nothing to redeem.";
  if (state === "paused") return "The program is paused. Nothing can be redeemed until it is resumed.";
  if (offered.length === 0) return "The program has no rewards yet.";
  if (debtPoints > 0) return `This customer owes ${formats.points(debtPoints)}, which what is earned next pays first. Until then nothing can be redeemed.`;
  return undefined;
}
