import { BlockStack, Card, Form, FormLayout, Select, Text } from "@shopify/polaris";
import { LANGUAGES } from "#app/domain/messages/language.ts";
import type { ShopMessages } from "#app/queries/messages.server.ts";
import { LANGUAGE_NAMES } from "#app/ui/message-words.ts";
import { useFormDraft } from "#app/ui/use-form-draft.ts";
import { UnsavedBar } from "../app/unsaved-bar.tsx";

export type SettingsCardProps = Pick<ShopMessages, "settings"> & {
  /** How often the settings were saved. */
  saves: number;
  /** Why the last settings were refused. */
  message: string | undefined;
  isSaving: boolean;
  onSave: (settings: MailForm) => void;
};

type MailForm = { language: string; fromHour: string; untilHour: string };

const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${String(hour).padStart(2, "0")}:00` }));
const LANGUAGE_CHOICES = LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }));

/** Where the language is chosen. */
export const LANGUAGE_ID = "mail-language";

/** When mail rests, and in which language it speaks to those whose own is not known. */
export function SettingsCard({ settings, saves, message, isSaving, onSave }: SettingsCardProps) {
  const saved: MailForm = { language: settings.language, fromHour: String(settings.quiet.fromHour), untilHour: String(settings.quiet.untilHour) };
  const { draft: form, setDraft: setForm, markSent } = useFormDraft(saved, saves);
  const isDirty = form.language !== saved.language || form.fromHour !== saved.fromHour || form.untilHour !== saved.untilHour;
  const set = (part: Partial<MailForm>) => setForm((current) => ({ ...current, ...part }));
  const save = () => {
    markSent(form);
    onSave(form);
  };
  return (
    <Card>
      <UnsavedBar id="mail-save-bar" isDirty={isDirty} isSaving={isSaving} onSave={save} onDiscard={() => setForm(saved)} />
      <Form noValidate onSubmit={save}>
        <BlockStack gap="400">
          <Text as="h2" variant="headingMd">
            When and how
          </Text>
          <FormLayout>
            <FormLayout.Group>
              <Select label="Quiet from" options={HOURS} value={form.fromHour} onChange={(fromHour) => set({ fromHour })} helpText="In your shop’s time zone. Mail waits until the quiet hours are over." />
              <Select label="Quiet until" options={HOURS} value={form.untilHour} onChange={(untilHour) => set({ untilHour })} helpText="The same hour twice means no quiet hours." />
            </FormLayout.Group>
            <Select
              id={LANGUAGE_ID}
              label="Your shop’s language"
              options={LANGUAGE_CHOICES}
              value={form.language}
              onChange={(language) => set({ language })}
              helpText="Customers are written to in their own language where it is one of these, else in this one."
              error={(isDirty && message) || false}
            />
          </FormLayout>
        </BlockStack>
      </Form>
    </Card>
  );
}
