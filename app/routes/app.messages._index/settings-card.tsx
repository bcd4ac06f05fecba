import { BlockStack, Button, Card, FormLayout, InlineStack, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { LANGUAGES } from "#app/domain/messages/language.ts";
import type { ShopMessages } from "#app/queries/messages.server.ts";
import { LANGUAGE_NAMES } from "#app/ui/message-words.ts";

export type SettingsCardProps = Pick<ShopMessages, "settings"> & {
  /** Why the last settings were refused. */
  message: string | undefined;
  isSaving: boolean;
  onSave: (settings: { language: string; fromHour: string; untilHour: string }) => void;
};

const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${String(hour).padStart(2, "0")}:00` }));
const LANGUAGE_CHOICES = LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }));

/** When mail rests, and in which language it speaks to those whose own is not known. */
export function SettingsCard({ settings, message, isSaving, onSave }: SettingsCardProps) {
  const [language, setLanguage] = useState<string>(settings.language);
  const [fromHour, setFromHour] = useState(String(settings.quiet.fromHour));
  const [untilHour, setUntilHour] = useState(String(settings.quiet.untilHour));
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSave({ language, fromHour, untilHour });
        }}
      >
        <BlockStack gap="400">
          <Text as="h2" variant="headingMd">
            When and how
          </Text>
          <FormLayout>
            <FormLayout.Group>
              <Select label="Quiet from" options={HOURS} value={fromHour} onChange={setFromHour} helpText="In your shop’s time zone. Mail waits until the quiet hours are over." />
              <Select label="Quiet until" options={HOURS} value={untilHour} onChange={setUntilHour} helpText="The same hour twice means no quiet hours." />
            </FormLayout.Group>
            <Select
              label="Your shop’s language"
              options={LANGUAGE_CHOICES}
              value={language}
              onChange={setLanguage}
              helpText="Customers are written to in their own language where it is one of these, else in this one."
              error={message ?? false}
            />
          </FormLayout>
          <InlineStack>
            <Button submit loading={isSaving}>
              Save
            </Button>
          </InlineStack>
        </BlockStack>
      </form>
    </Card>
  );
}
