import { BlockStack, Card, Checkbox, ChoiceList, Form, FormLayout, Select, Text, TextField } from "@shopify/polaris";
import { useFormDraft } from "#app/ui/use-form-draft.ts";
import { UnsavedBar } from "../app/unsaved-bar.tsx";
import type { ConfirmationForm } from "./confirmation-form.ts";

type Fault = { path: string; message: string };

type Props = {
  saved: ConfirmationForm;
  /** How often the form was saved. */
  saves: number;
  currency: string;
  faults: readonly Fault[];
  isPrintOffered: boolean;
  isSaving: boolean;
  onSave: (form: ConfirmationForm) => void;
};

const WAYS = [
  { value: "blocks", label: "Thank-you and order-status page", helpText: "Nothing to paste. Add the block Points after the order in the checkout editor." },
  { value: "link", label: "The same, and a link in the e-mail", helpText: "One line to paste into the template of the order confirmation. A click makes the code, or finds it." },
  { value: "print", label: "A code printed in the e-mail (beta)", helpText: "Works at once, for every order." },
  { value: "static", label: "One code of your own", helpText: "The same for everybody, as text in the template. Shopify has to limit it to a segment and to one use per customer." },
  { value: "off", label: "No codes", helpText: "Codes that were given go on working." },
];

const KINDS = [
  { value: "percent_off", label: "Percentage off" },
  { value: "amount_off", label: "Amount off" },
  { value: "free_shipping", label: "Free shipping" },
];

const COMBINES = [
  { value: "orderDiscounts", label: "Order discounts" },
  { value: "productDiscounts", label: "Product discounts" },
  { value: "shippingDiscounts", label: "Shipping discounts" },
];

/** Ids of the fields, each the place in the settings of which it is. */
const FIELDS = ["staticCode", "rules.grant", "rules.minimumOrderMinor", "rules.validityDays", "rules.monthlyBudgetMinor"];

/** Ids of the fields that were refused. */
export const fieldsWith = (faults: readonly Fault[]): string[] => FIELDS.filter((id) => faults.some(({ path }) => path.startsWith(id)));

/** How customers get the code, and by which rules. */
export function RulesForm({ saved, saves, currency, faults, isPrintOffered, isSaving, onSave }: Props) {
  const { draft: form, setDraft: setForm, markSent } = useFormDraft(saved, saves);
  const set = <Name extends keyof ConfirmationForm>(name: Name) => (value: ConfirmationForm[Name]) => setForm((current) => ({ ...current, [name]: value }));
  const isDirty = textOf(form) !== textOf(saved);
  const errorOf = (path: string) => (isDirty && faults.find((fault) => fault.path.startsWith(path))?.message) || false;
  const wayError = errorOf("way");
  const save = () => {
    markSent(form);
    onSave(form);
  };
  return (
    <Form noValidate onSubmit={save}>
      <UnsavedBar id="confirmation-save-bar" isDirty={isDirty} isSaving={isSaving} onSave={save} onDiscard={() => setForm(saved)} />
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="300">
            <ChoiceList title={<Heading>How customers get the code</Heading>} choices={WAYS.filter(({ value }) => value !== "print" || isPrintOffered)} selected={[form.way]} onChange={([way]) => set("way")(way as ConfirmationForm["way"])} {...(wayError && { error: wayError })} />
            {form.way === "static" && <TextField id="staticCode" label="Your code" value={form.staticCode} onChange={set("staticCode")} autoComplete="off" helpText="Write it into the template as it stands here." error={errorOf("staticCode")} />}
            <Text as="p" tone="subdued">
              In some countries an offer in an order e-mail counts as advertising. Ask if unsure.
            </Text>
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="300">
            <Heading>Rules</Heading>
            <FormLayout>
              <FormLayout.Group>
                <Select label="The code gives" options={KINDS} value={form.grant.kind} onChange={(kind) => set("grant")({ ...form.grant, kind: kind as ConfirmationForm["grant"]["kind"] })} />
                {form.grant.kind !== "free_shipping" && (
                  <TextField id="rules.grant" label={form.grant.kind === "percent_off" ? "Percentage" : "Amount"} value={form.grant.value} onChange={(value) => set("grant")({ ...form.grant, value })} suffix={form.grant.kind === "percent_off" ? "%" : currency} inputMode="decimal" autoComplete="off" error={errorOf("rules.grant")} />
                )}
              </FormLayout.Group>
              <FormLayout.Group>
                <TextField id="rules.minimumOrderMinor" label="Minimum order" value={form.minimum} onChange={set("minimum")} suffix={currency} inputMode="decimal" autoComplete="off" helpText="Empty: any order." error={errorOf("rules.minimumOrderMinor")} />
                <TextField id="rules.validityDays" label="Valid for" value={form.validityDays} onChange={set("validityDays")} suffix="days" inputMode="numeric" autoComplete="off" helpText="Full days after the day of the order." error={errorOf("rules.validityDays")} />
              </FormLayout.Group>
              <TextField id="rules.monthlyBudgetMinor" label="Budget a month" value={form.budget} onChange={set("budget")} suffix={currency} inputMode="decimal" autoComplete="off" helpText="Empty: no limit. When it is used up, no more codes are given until the next month." error={errorOf("rules.monthlyBudgetMinor")} />
              <Checkbox label="Only with a first order" checked={form.firstOrderOnly} onChange={set("firstOrderOnly")} />
              <ChoiceList allowMultiple title="Combines with" choices={COMBINES} selected={form.combines} onChange={set("combines")} />
            </FormLayout>
            <Text as="p" tone="subdued">
              A code works once, for whoever has it, also for guests. {form.way === "print" ? "Printed codes go to everybody, and end 30 days after their week." : "Customers who asked for no offers and those held out get none."} Codes that were given keep their terms.
            </Text>
          </BlockStack>
        </Card>
      </BlockStack>
    </Form>
  );
}

/** A form as one text; in which order discounts were ticked says nothing. */
const textOf = (form: ConfirmationForm) => JSON.stringify({ ...form, combines: form.combines.toSorted() });

const Heading = ({ children }: { children: string }) => (
  <Text as="h2" variant="headingMd">
    {children}
  </Text>
);
