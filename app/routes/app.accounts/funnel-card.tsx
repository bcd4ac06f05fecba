import { BlockStack, Card, Text } from "@shopify/polaris";
import type { AccountFunnel, FunnelStep } from "#app/domain/account/account-funnel.ts";
import type { Formats } from "#app/ui/formats.ts";
import "./accounts.css";
import { stepShare, stepWords } from "./funnel-words.ts";

type Props = { funnel: AccountFunnel; from: string; formats: Formats };

/** From the first order to an account and a second order. The bars begin at zero and end at everybody. */
export function FunnelCard({ funnel, from, formats }: Props) {
  const { buyers, sawBlock, signedIn, boughtAgain } = funnel;
  const shown = (step: FunnelStep, whose: string) => ({ words: stepWords(step, whose, formats), rate: stepShare(step) });
  const steps: { name: string; words: string; rate: number }[] = [
    { name: "First-time buyers", words: `${formats.whole(buyers)} since ${formats.day(from)}`, rate: 1 },
    { name: "Saw Thrice’s block after the order", ...shown(sawBlock, "buyers") },
    { name: "Account by 7 days after it", ...shown(signedIn, "whose 7 days are over") },
    { name: "Second order within 90 days", ...shown(boughtAgain, "whose 90 days are over") },
  ];
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          From the first order on
        </Text>
        <ol className="accounts-funnel">
          {steps.map(({ name, words, rate }) => (
            <li key={name} className="accounts-funnel__step">
              <BlockStack>
                <Text as="h3" variant="headingSm">
                  {name}
                </Text>
                <Text as="p" tone="subdued">
                  {words}
                </Text>
              </BlockStack>
              <div className="accounts-funnel__track" aria-hidden="true">
                <div className="accounts-funnel__bar" style={{ inlineSize: `${rate * 100}%` }} />
              </div>
            </li>
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}
