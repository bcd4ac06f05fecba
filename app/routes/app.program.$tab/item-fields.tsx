import { BlockStack, ChoiceList, Select, TextField } from "@shopify/polaris";
import type { Formats } from "#app/ui/formats.ts";
import { STAGE_NAMES } from "#app/ui/stage-names.ts";
import type { Field, FormInput } from "./form-values.ts";
import { wordsOf } from "./form-values.ts";
import { inTheirPoints } from "./points-words.ts";
import { type Picked, type ResourceKind, type ResourceTitles } from "./resource.ts";
import { ResourceField } from "./resource-field.tsx";
import type { ProgramErrors } from "./program-draft.ts";

/** What a field may choose from inside of the program, and how amounts and points are labelled. */
export type FieldChoices = { tiers: { value: string; label: string }[]; rewards: { value: string; label: string }[]; currency: string; formats: Formats; titles: ResourceTitles; onPicked: (kind: ResourceKind, picked: Picked[]) => void };

type Props = {
  fields: Field[];
  values: Record<string, string>;
  /** Where the item stands in the program, such as "earnRules.0". */
  at: string;
  errors: ProgramErrors;
  choices: FieldChoices;
  onChange: (values: Record<string, string>) => void;
};

/** The fields of one rule, condition, gift, tier or reward, drawn from their description. */
export function ItemFields({ fields, values, at, errors, choices, onChange }: Props) {
  const inputs = fields.map((field) => (
    <FieldInput
      key={field.name}
      field={field}
      id={`${at}.${field.name}`}
      value={values[field.name] ?? ""}
      error={errors[`${at}.${field.name}`] ?? firstBelow(errors, `${at}.${field.name}.`)}
      choices={choices}
      onChange={(value) => onChange({ ...values, [field.name]: value })}
      onChangeAll={(changed) => onChange({ ...values, ...changed })}
    />
  ));
  return <BlockStack gap="400">{inputs}</BlockStack>;
}

/** The first thing that is wrong inside of a list that one field holds. */
export const firstBelow = (errors: ProgramErrors, prefix: string): string | undefined => Object.entries(errors).find(([path]) => path.startsWith(prefix))?.[1];

type FieldProps = { field: Field; id: string; value: string; error: string | undefined; choices: FieldChoices; onChange: (value: string) => void; onChangeAll: (changed: Record<string, string>) => void };

function FieldInput(props: FieldProps) {
  const { field: { input, choices: own, ...field }, id, value, error, choices, onChange } = props;
  const label = inTheirPoints(field.label, choices.formats);
  const helpText = field.helpText === undefined ? undefined : inTheirPoints(field.helpText, choices.formats);
  const shared = { id, label, error: error !== undefined && inTheirPoints(error, choices.formats), helpText };
  switch (input) {
    case "choice":
      return <Select {...shared} options={own ?? []} value={value} onChange={onChange} />;
    case "reward":
      return <Select {...shared} options={[{ value: "", label: "None" }, ...choices.rewards]} value={value} onChange={onChange} />;
    case "yes_no":
      return <Select {...shared} options={[{ value: "no", label: "No" }, { value: "yes", label: "Yes" }]} value={value || "no"} onChange={onChange} />;
    case "stage_list":
    case "tier_list": {
      const options = input === "tier_list" ? choices.tiers : (own ?? []).map((choice) => ({ ...choice, label: STAGE_NAMES[choice.value as keyof typeof STAGE_NAMES] ?? choice.label }));
      return (
        // The list of boxes takes no id of its own, and what is wrong in it, or was just added, has to be found.
        <div id={id} tabIndex={-1}>
          <ChoiceList title={label} allowMultiple choices={options} selected={wordsOf(value)} onChange={(chosen) => onChange(chosen.join(", "))} {...(error !== undefined && { error })} />
        </div>
      );
    }
    case "product_list":
    case "collection_list":
    case "product":
    case "variant":
      return <PickedField {...props} kind={PICKED[input]} isMultiple={input !== "product" && input !== "variant"} />;
    case "instant":
      return <TextField {...shared} type="date" value={value} onChange={onChange} autoComplete="off" />;
    case "money":
      return <TextField {...shared} value={value} onChange={onChange} inputMode="decimal" suffix={choices.currency} autoComplete="off" />;
    default:
      return <TextField {...shared} helpText={helpText ?? LIST_HELP[input]} value={value} onChange={onChange} inputMode={NUMBERS.includes(input) ? "decimal" : "text"} autoComplete="off" />;
  }
}

const PICKED = { product_list: "product", collection_list: "collection", product: "product", variant: "variant" } as const satisfies Partial<Record<FormInput, ResourceKind>>;

/** A variant brings its product with it, and another product has other variants. */
function PickedField({ field: { name, label, helpText }, id, value, error, choices, onChange, onChangeAll, kind, isMultiple }: FieldProps & { kind: ResourceKind; isMultiple: boolean }) {
  const ids = wordsOf(value);
  const take = (picked: Picked[]) => {
    choices.onPicked(kind, picked);
    const [first] = picked;
    if (kind === "variant") onChangeAll({ [name]: first?.id ?? "", ...(first?.productId && { productId: first.productId }) });
    else if (isMultiple) onChange(picked.map((one) => one.id).join(", "));
    else onChangeAll({ [name]: first?.id ?? "", variantId: "" });
  };
  return (
    <ResourceField id={id} label={label} kind={kind} isMultiple={isMultiple} ids={ids} titles={choices.titles} error={error} helpText={helpText} onPick={take} onRemove={(gone) => onChange(ids.filter((one) => one !== gone).join(", "))} />
  );
}

const NUMBERS: readonly FormInput[] = ["points", "whole_number", "decimal"];

const LIST_HELP: Partial<Record<FormInput, string>> = {
  text_list: "Separate several with commas.",
};
