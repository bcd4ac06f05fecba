import { BlockStack, Button, Card, FormLayout, InlineError, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { UNFULFILLED_DAYS } from "#app/domain/points/settlement-instant.ts";
import { RULE_FORMS } from "#app/domain/earning/earn-rule.ts";
import { pointStepMinor } from "#app/domain/program/point-step.ts";
import { ordinal } from "#app/domain/scoring/stage-reason.ts";
import { amountText } from "./form-values.ts";
import { firstBelow } from "./item-fields.tsx";
import { ItemListCard } from "./item-list-card.tsx";
import type { ProgramForm } from "./program-form.ts";
import { spendBackWords } from "./spend-back-words.ts";

/** How points are earned, when they can be spent, and what one is worth. */
export function RulesTab({ form }: { form: ProgramForm }) {
  const step = amountText(pointStepMinor(form.place.currency), form.place.currency);
  const start: Record<string, Record<string, string>> = {
    amount: { points: "1", perMinor: step },
    order: { points: "10" },
    nth_order: { points: "100", n: "2", every: "no" },
    account_created: { points: "50" },
    event: { points: "10" },
  };
  return (
    <BlockStack gap="400">
      <ItemListCard
        form={form}
        list="earnRules"
        title="Earning"
        empty="No rules yet: orders earn nothing."
        addLabel="Add a rule"
        kinds={Object.entries(RULE_FORMS).map(([value, { label }]) => ({ value, label, id: RULE_IDS[value] ?? value, start: start[value] ?? {} }))}
      />
      <MultipliersCard form={form} />
      <ItemListCard
        form={form}
        list="nthOrderActions"
        title="Gifts by order number"
        empty="No gifts. A small one with the second order is noticed."
        addLabel="Add a gift"
        kinds={[{ value: "", label: "Gift", id: "gift", start: { n: "2", every: "no" } }]}
      />
      <TimingCard form={form} />
      <PointCard form={form} />
    </BlockStack>
  );
}

const RULE_IDS: Record<string, string> = { amount: "spend", order: "order", nth_order: "nth-order", account_created: "account", event: "event" };

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function MultipliersCard({ form }: { form: ProgramForm }) {
  const { formats } = form;
  const { multipliers } = form.draft;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          By order number
        </Text>
        <Text as="p" tone="subdued">
          {multipliers.length === 0 ? `Every order gives the same ${formats.pointsName.other}.` : `${formats.pointsTitle} of these orders are multiplied; from the ${ordinal(multipliers.length + 1)} order on by 1.`}
        </Text>
        <div className="program__multipliers">
          {multipliers.map((text, at) => (
            <TextField
              key={at}
              id={`nthOrderMultipliers.${at}`}
              label={`${capital(ordinal(at + 1))} order`}
              prefix="×"
              value={text}
              error={form.errors[`nthOrderMultipliers.${at}`] ?? false}
              onChange={(value) => form.change({ multipliers: multipliers.with(at, value) })}
              inputMode="decimal"
              autoComplete="off"
            />
          ))}
        </div>
        {form.errors["nthOrderMultipliers"] !== undefined && <InlineError message={form.errors["nthOrderMultipliers"]} fieldID="nthOrderMultipliers.0" />}
        <InlineStack gap="200">
          <Button onClick={() => form.change({ multipliers: [...multipliers, "1"] })}>{`Add the ${ordinal(multipliers.length + 1)} order`}</Button>
          {multipliers.length > 0 && <Button onClick={() => form.change({ multipliers: multipliers.slice(0, -1) })}>{`Remove the ${ordinal(multipliers.length)} order`}</Button>}
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function TimingCard({ form: { draft, errors, changeSettings, formats } }: { form: ProgramForm }) {
  const points = formats.pointsName.other;
  const { pendingDays, pendingFrom, refundPolicy, amountBasis, excludedCustomerTags } = draft.settings;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          When {points} count
        </Text>
        <FormLayout>
          <TextField
            id="pendingDays"
            label="Pending for"
            suffix="days"
            value={pendingDays}
            error={errors["pendingDays"] ?? false}
            onChange={(value) => changeSettings({ pendingDays: value })}
            helpText={`Your return window. ${formats.pointsTitle} can be spent once it has ended. With 0, as soon as the order is paid.`}
            inputMode="numeric"
            autoComplete="off"
          />
          <Select
            label="Count these days from"
            options={[
              { value: "order", label: "The order" },
              { value: "fulfillment", label: "The last fulfillment of the order" },
            ]}
            value={pendingFrom}
            onChange={(value) => changeSettings({ pendingFrom: value })}
            helpText={pendingFrom === "fulfillment" ? `${formats.pointsTitle} of an order that is never fulfilled can be spent after ${UNFULFILLED_DAYS} full days from its payment. With 0 days this makes no difference.` : undefined}
          />
          <Select
            label={`After a refund, ${points} that were spent already`}
            options={[
              { value: "clamp_to_zero", label: "Are not taken back" },
              { value: "allow_negative", label: `Become a debt that later ${points} pay` },
            ]}
            value={refundPolicy}
            onChange={(value) => changeSettings({ refundPolicy: value })}
          />
          <Select
            label={`${formats.pointsTitle} are earned on prices`}
            options={[
              { value: "with_tax", label: "As the shopper saw them" },
              { value: "without_tax", label: "Without the tax inside of them" },
            ]}
            value={amountBasis}
            onChange={(value) => changeSettings({ amountBasis: value })}
            helpText="After discounts, without shipping and gift cards."
          />
          <TextField
            id="excludedCustomerTags"
            label="Customers with these tags earn nothing"
            value={excludedCustomerTags}
            error={errors["excludedCustomerTags"] ?? firstBelow(errors, "excludedCustomerTags.") ?? false}
            onChange={(value) => changeSettings({ excludedCustomerTags: value })}
            helpText={`Separate tags with commas, such as staff, wholesale. ${formats.pointsTitle} that they have stay theirs.`}
            autoComplete="off"
          />
        </FormLayout>
      </BlockStack>
    </Card>
  );
}

function PointCard({ form: { draft, read, errors, changeSettings, place, formats } }: { form: ProgramForm }) {
  const { pointsName } = formats;
  const back = read.outcome === "valid" ? spendBackWords(read.program, formats) : undefined;
  const { valuePerPoint, pointsOne, pointsOther } = draft.settings;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What a point is
        </Text>
        <FormLayout>
          <FormLayout.Group>
            <TextField id="pointsName.one" label="One of them is called" value={pointsOne} error={errors["pointsName.one"] ?? false} onChange={(value) => changeSettings({ pointsOne: value })} autoComplete="off" />
            <TextField id="pointsName.other" label="Several are called" value={pointsOther} error={errors["pointsName.other"] ?? false} onChange={(value) => changeSettings({ pointsOther: value })} autoComplete="off" />
          </FormLayout.Group>
          <TextField
            id="valuePerPointMinor"
            label={`Value per ${pointsName.one}`}
            suffix={place.currency}
            value={valuePerPoint}
            error={errors["valuePerPointMinor"] ?? false}
            onChange={(value) => changeSettings({ valuePerPoint: value })}
            helpText={`What you owe for each ${pointsName.one}, for your books. Customers don’t see it.`}
            inputMode="decimal"
            autoComplete="off"
          />
        </FormLayout>
        <div role="status">{back !== undefined && <Text as="p">{back}</Text>}</div>
      </BlockStack>
    </Card>
  );
}
