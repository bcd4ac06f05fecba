import { BlockStack, Card, Select, Text } from "@shopify/polaris";
import { LANGUAGES, type Language } from "#app/domain/messages/language.ts";
import { LANGUAGE_NAMES } from "#app/ui/message-words.ts";
import "./message.css";

type Props = {
  language: Language;
  preview: { subject: string; preheader: string; html: string; text: string };
  onLanguage: (language: string) => void;
};

const CHOICES = LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }));

/** The message as a customer would get it, with invented numbers. */
export function PreviewCard({ language, preview, onLanguage }: Props) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Preview
        </Text>
        <Select label="Language" options={CHOICES} value={language} onChange={onLanguage} helpText="With invented numbers, and your shop’s name and rewards." />
        <dl className="message-head">
          <dt>Subject</dt>
          <dd lang={language}>{preview.subject}</dd>
          <dt>Beside the subject</dt>
          <dd lang={language}>{preview.preheader}</dd>
        </dl>
        <iframe className="message-preview" title="The message as a mail" sandbox="" srcDoc={preview.html} />
        <details>
          <summary>As plain text</summary>
          {/* It scrolls where lines are long, so the keyboard has to reach it. */}
          <pre className="message-text" tabIndex={0} lang={language}>
            {preview.text}
          </pre>
        </details>
      </BlockStack>
    </Card>
  );
}
