import { BlockStack, Button, Card, InlineStack, Modal, Select, Text, TextField } from "@shopify/polaris";
import { useEffect, useId, useState } from "react";
import { LANGUAGES, type Language } from "#app/domain/messages/language.ts";
import { focusFirstOf } from "#app/ui/focus-first-of.ts";
import type { Formats } from "#app/ui/formats.ts";

const LINK_ID = "link-from-test-mail";

export type SnippetProps = {
  snippets: { language: Language; text: string }[];
  templateUrl: string;
  linkCheckedAt: string | null;
  check: { isRight: boolean; sentence: string } | undefined;
  isChecking: boolean;
  isRotating: boolean;
  onCheck: (pasted: string) => void;
  onRotate: () => void;
};

export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", de: "German", fr: "French", es: "Spanish", ru: "Russian", et: "Estonian", "zh-CN": "Chinese (simplified)" };

/** What to paste into the template, and whether a test mail has it right. */
export function SnippetCard({ snippets, templateUrl, linkCheckedAt, check, isChecking, isRotating, onCheck, onRotate, formats }: SnippetProps & { formats: Formats }) {
  const [language, setLanguage] = useState<Language>("en");
  const text = snippets.find((one) => one.language === language)?.text ?? "";
  return (
    <>
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Snippet for the e-mail
          </Text>
          <Text as="p">Copy it, open the template, and paste it where the link should stand. A shop with several languages has one template for each.</Text>
          <Select label="Language" options={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))} value={language} onChange={(one) => setLanguage(one as Language)} />
          <Snippet text={text} />
          <InlineStack gap="200">
            <Button url={templateUrl} target="_blank">
              Open template
            </Button>
            <RotateButton isRotating={isRotating} onRotate={onRotate} />
          </InlineStack>
        </BlockStack>
      </Card>
      <LinkCheckCard linkCheckedAt={linkCheckedAt} check={check} isChecking={isChecking} onCheck={onCheck} formats={formats} />
    </>
  );
}

/** Text to be copied. */
export function Snippet({ text, label = "Snippet" }: { text: string; label?: string }) {
  const id = useId();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      shopify.toast.show("Copied");
    } catch {
      // A browser may refuse in a frame; then the text is selected and the keyboard copies it.
      document.getElementById(id)?.focus();
      shopify.toast.show("Press Ctrl+C or ⌘C to copy");
    }
  };
  return (
    <BlockStack gap="200">
      <TextField id={id} label={label} value={text} multiline={4} readOnly selectTextOnFocus monospaced autoComplete="off" />
      <InlineStack>
        <Button onClick={() => void copy()}>Copy</Button>
      </InlineStack>
    </BlockStack>
  );
}

function RotateButton({ isRotating, onRotate }: { isRotating: boolean; onRotate: () => void }) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setIsAsking(true)} loading={isRotating}>
        Make a new key
      </Button>
      <Modal
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title="Make a new key?"
        primaryAction={{
          content: "Make a new key",
          onAction: () => {
            setIsAsking(false);
            onRotate();
          },
        }}
        secondaryActions={[{ content: "Cancel", onAction: () => setIsAsking(false) }]}
      >
        <Modal.Section>
          <Text as="p">The snippet changes, and has to be pasted into the template once more, in every language. Links in mails that were sent go on working.</Text>
        </Modal.Section>
      </Modal>
    </>
  );
}

function LinkCheckCard({ linkCheckedAt, check, isChecking, onCheck, formats }: Pick<SnippetProps, "linkCheckedAt" | "check" | "isChecking" | "onCheck"> & { formats: Formats }) {
  const [pasted, setPasted] = useState("");
  useEffect(() => {
    if (check && !check.isRight) focusFirstOf([LINK_ID]);
  }, [check]);
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onCheck(pasted);
        }}
      >
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Self-test
          </Text>
          <Text as="p">{linkCheckedAt ? `The link was last found right on ${formats.day(linkCheckedAt)}.` : "The link has not been tested since its key was made."}</Text>
          <TextField id={LINK_ID} label="Link from a test mail" value={pasted} onChange={setPasted} error={check && !check.isRight ? check.sentence : false} multiline={2} autoComplete="off" helpText="In the template editor, send a test mail; in the mail, copy the address of the link." />
          <div role="status">{check?.isRight && <Text as="p" tone="success">{check.sentence}</Text>}</div>
          <InlineStack>
            <Button submit loading={isChecking}>
              Check
            </Button>
          </InlineStack>
        </BlockStack>
      </form>
    </Card>
  );
}
