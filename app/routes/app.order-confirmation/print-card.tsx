import { Badge, BlockStack, Button, Card, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { LANGUAGES, type Language } from "#app/domain/messages/language.ts";
import type { CodePoolState } from "#app/queries/code-pool.server.ts";
import { focusFirstOf } from "#app/ui/focus-first-of.ts";
import type { Formats } from "#app/ui/formats.ts";
import { poolSentence } from "./confirmation-words.ts";
import { LANGUAGE_NAMES, Snippet } from "./snippet-card.tsx";

const CODE_ID = "code-from-test-mail";
const NUMBER_ID = "number-in-test-mail";

export type PrintProps = {
  codePool: CodePoolState | null;
  isPrinting: boolean;
  printCheck: { isRight: boolean; isNumberMissing: boolean; sentence: string } | undefined;
  busy: string | undefined;
  onPrint: (intent: "prepare-print" | "stop-print" | "rotate-print") => void;
  onPrintCheck: (fields: { pasted: string; orderNumber: string }) => void;
};

/** Codes that the mail prints by itself: getting them ready, the snippet, the self-test, and how many are left. */
export function PrintCard({ codePool, isPrinting, printCheck, busy, onPrint, onPrintCheck, formats }: PrintProps & { formats: Formats }) {
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            Printed codes
          </Text>
          <Badge tone="info">Beta</Badge>
        </InlineStack>
        <Text as="p">
          The e-mail itself shows a code that works at once. For that, codes are made in Shopify before their orders are placed. Every order gets one: first order only, one-off buyers, the budget and the holdout do not apply, and these codes are left out of measurement. They can be chosen above once the self-test has passed.
        </Text>
        {codePool === null ? (
          <InlineStack>
            <Button loading={busy === "prepare-print"} onClick={() => onPrint("prepare-print")}>
              Prepare printed codes
            </Button>
          </InlineStack>
        ) : (
          <Prepared {...{ codePool, isPrinting, printCheck, busy, onPrint, onPrintCheck, formats }} />
        )}
      </BlockStack>
    </Card>
  );
}

function Prepared({ codePool, isPrinting, printCheck, busy, onPrint, onPrintCheck, formats }: PrintProps & { codePool: CodePoolState; formats: Formats }) {
  const [language, setLanguage] = useState<Language>("en");
  return (
    <BlockStack gap="300">
      <Text as="p" fontWeight="semibold">
        {poolSentence(codePool, formats)}
      </Text>
      {codePool.refused > 0 && (
        <Text as="p" tone="critical">
          Shopify refused {formats.counted(codePool.refused, "code", "codes")}: another discount has the same text. Mails with those order numbers print a code that is not ours.
        </Text>
      )}
      {codePool.isOldKeyInUse && <Text as="p">There is a new key. Until a test mail has it, codes of the key from before are kept ready as well.</Text>}
      <Text as="p" tone="subdued">
        A code ends 30 days after the week for which it was made, or later where orders are few. Codes that are ready keep the rules of the day on which they were made.
      </Text>
      <Select label="Printed in" options={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))} value={language} onChange={(one) => setLanguage(one as Language)} />
      <Snippet label="Snippet with the printed code" text={codePool.snippets.find((one) => one.language === language)?.text ?? ""} />
      <PrintSelfTest {...{ printCheck, busy, onPrintCheck }} />
      <InlineStack gap="200">
        <Button loading={busy === "rotate-print"} onClick={() => onPrint("rotate-print")}>
          New key for printed codes
        </Button>
        {!isPrinting && (
          <Button loading={busy === "stop-print"} onClick={() => onPrint("stop-print")}>
            Stop preparing
          </Button>
        )}
      </InlineStack>
    </BlockStack>
  );
}

function PrintSelfTest({ printCheck, busy, onPrintCheck }: Pick<PrintProps, "printCheck" | "busy" | "onPrintCheck">) {
  const [fields, setFields] = useState({ pasted: "", orderNumber: "" });
  const wrongId = !printCheck || printCheck.isRight ? null : printCheck.isNumberMissing ? NUMBER_ID : CODE_ID;
  const faultAt = (id: string) => (printCheck && id === wrongId ? printCheck.sentence : false);
  useEffect(() => {
    if (wrongId !== null) focusFirstOf([wrongId]);
  }, [wrongId, printCheck]);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onPrintCheck(fields);
      }}
    >
      <BlockStack gap="200">
        <TextField id={CODE_ID} label="Code from a test mail" value={fields.pasted} onChange={(pasted) => setFields({ ...fields, pasted })} error={faultAt(CODE_ID)} autoComplete="off" />
        <TextField id={NUMBER_ID} label="Order number in that mail" value={fields.orderNumber} onChange={(orderNumber) => setFields({ ...fields, orderNumber })} error={faultAt(NUMBER_ID)} autoComplete="off" helpText="Such as #1001." />
        <div role="status">{printCheck?.isRight && <Text as="p" tone="success">{printCheck.sentence}</Text>}</div>
        <InlineStack>
          <Button submit loading={busy === "check-print"}>
            Compare code
          </Button>
        </InlineStack>
      </BlockStack>
    </form>
  );
}
