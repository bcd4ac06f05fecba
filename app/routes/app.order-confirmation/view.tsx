import { Badge, Banner, BlockStack, Card, ProgressBar, Text } from "@shopify/polaris";
import { AppPage } from "#app/ui/app-page.tsx";
import type { CodeSums, GivenCode } from "#app/queries/confirmation-page.server.ts";
import type { Formats } from "#app/ui/formats.ts";
import { useScopeGrant } from "../app.program.$tab/use-scope-grant.ts";
import { CodesCard } from "./codes-card.tsx";
import type { ConfirmationForm } from "./confirmation-form.ts";
import { badgeOf, budgetSentence } from "./confirmation-words.ts";
import { PrintCard, type PrintProps } from "./print-card.tsx";
import { RulesForm } from "./rules-form.tsx";
import { SnippetCard, type SnippetProps } from "./snippet-card.tsx";

type Props = SnippetProps & Omit<PrintProps, "isPrinting"> & {
  saved: ConfirmationForm;
  isAccessMissing: boolean;
  budgetMinor: number | null;
  spentMinor: number;
  sums: CodeSums;
  codes: GivenCode[];
  formats: Formats;
  /** How often the rules were saved. */
  saves: number;
  faults: readonly { path: string; message: string }[];
  isSaving: boolean;
  onSave: (form: ConfirmationForm) => void;
};

/** Does every order carry its code? */
export function ConfirmationView({ saved, isAccessMissing, budgetMinor, spentMinor, sums, codes, formats, saves, faults, isSaving, onSave, codePool, printCheck, busy, onPrint, onPrintCheck, ...snippet }: Props) {
  const grant = useScopeGrant();
  const isOn = saved.way !== "off";
  const badge = badgeOf({ way: saved.way, isAccessMissing, linkCheckedAt: snippet.linkCheckedAt });
  return (
    <AppPage title="Order confirmation" titleMetadata={<Badge tone={badge.tone}>{badge.text}</Badge>}>
      <BlockStack gap="400">
        {isAccessMissing && (
          <Banner tone="warning" title="Thrice may not make discount codes yet" action={{ content: "Allow in Shopify", onAction: () => grant.ask(["write_discounts"]), loading: grant.state === "asking" }}>
            <Text as="p">
              {grant.state === "declined" ? "You declined, and nothing was changed. " : grant.state === "failed" ? "Shopify could not be asked. Try again in a moment. " : ""}
              Until you allow it, no code is given with an order.
            </Text>
          </Banner>
        )}
        <RulesForm saved={saved} saves={saves} currency={formats.currency} faults={faults} isPrintOffered={saved.way === "print" || (codePool !== null && (codePool.checkedDaysAgo !== null || codePool.isOldKeyInUse))} isSaving={isSaving} onSave={onSave} />
        {saved.way === "link" && <SnippetCard {...snippet} formats={formats} />}
        {!isAccessMissing && <PrintCard isPrinting={saved.way === "print"} {...{ codePool, printCheck, busy, onPrint, onPrintCheck, formats }} />}
        {isOn && saved.way !== "static" && (
          <Card>
            <BlockStack gap="200">
              <Text as="h2" variant="headingMd">
                Budget
              </Text>
              <Text as="p">{budgetSentence({ budgetMinor, spentMinor, isPrinting: saved.way === "print" }, formats)}</Text>
              {budgetMinor !== null && saved.way !== "print" && <ProgressBar progress={Math.min(100, Math.round((spentMinor / budgetMinor) * 100))} size="small" ariaLabelledBy="budget-words" />}
              <Text as="p" tone="subdued" id="budget-words">
                A code counts with what it may cost from when it is given, and with what it took off once it is used. One that ends unused counts nothing. A printed one counts once it is used.
              </Text>
            </BlockStack>
          </Card>
        )}
        <CodesCard sums={sums} codes={codes} formats={formats} />
      </BlockStack>
    </AppPage>
  );
}
