import { SaveBar } from "@shopify/app-bridge-react";
import { BlockStack, Layout } from "@shopify/polaris";
import { useEffect } from "react";
import { AppPage } from "#app/ui/app-page.tsx";
import type { Formats } from "#app/ui/formats.ts";
import type { Card } from "../app._index/card.ts";
import { EffectCard } from "./effect-card.tsx";
import type { Effect } from "./effect-words.ts";
import { CountFields, StageFields } from "./fields.tsx";
import type { FieldErrors, PolicyDraft } from "./policy-draft.ts";
import { useDraft } from "./use-draft.ts";

export type CountingProps = {
  formats: Formats;
  saved: PolicyDraft;
  /** Of all second orders, those on the day of the first; null where that is not known now. */
  sameDaySeconds: { sameDay: number; all: number } | null;
  /** What the server refused at the last attempt to save. */
  refused: FieldErrors;
  isSaving: boolean;
  onSave: (draft: PolicyDraft) => void;
  /** What saving the draft that was last told to `onDraft` would do. */
  effect: Card<Effect> | undefined;
  isEffectLoading: boolean;
  onDraft: (draft: PolicyDraft) => void;
  onDirty: (isDirty: boolean) => void;
};

/** Which orders count, and where do loyal and champion begin? */
export function CountingView(props: CountingProps) {
  const { formats, saved, refused, isSaving, onSave, onDraft, onDirty } = props;
  const { draft, change, isDirty, read, isTyping, readNow, discard } = useDraft(saved, formats.currency, onDraft);
  useEffect(() => {
    onDirty(isDirty);
    return () => onDirty(false);
  }, [isDirty, onDirty]);

  const errors = read.outcome === "invalid" ? read.fields : refused;
  const save = () => {
    const now = readNow();
    if (now.outcome === "valid") onSave(draft);
    else focusFirst(now.fields);
  };
  const fields = { draft, change, errors, formats };
  return (
    <AppPage title="Counting" backAction={{ content: "Settings", url: "/app/settings" }}>
      {isDirty && (
        <SaveBar id="counting-save-bar" open>
          <button variant="primary" onClick={save} disabled={isSaving}>
            Save
          </button>
          <button onClick={discard}>Discard</button>
        </SaveBar>
      )}
      <BlockStack gap="400">
        <Layout>
          <Layout.AnnotatedSection title="Orders" description="An order counts while it is paid, not cancelled and not refunded in full. Test orders never count.">
            <CountFields {...fields} sameDaySeconds={props.sameDaySeconds} />
          </Layout.AnnotatedSection>
          <Layout.AnnotatedSection title="Stages" description="One order makes a customer First, two make Second. The third order is the usual threshold for loyal.">
            <StageFields {...fields} />
          </Layout.AnnotatedSection>
          <Layout.AnnotatedSection title="Effect" description="What saving would change. Nothing changes before you save.">
            <EffectCard isDirty={isDirty} isValid={Object.keys(errors).length === 0} isPending={isTyping || props.isEffectLoading} effect={props.effect} formats={formats} />
          </Layout.AnnotatedSection>
        </Layout>
      </BlockStack>
    </AppPage>
  );
}

/** Moves to the first field that has to be put right, in the order in which they stand on the page. */
function focusFirst(fields: FieldErrors): void {
  const order = ["minimumOrderMinor", "excludedTags", "excludedSources", "loyalAt", "championAt"] as const;
  const first = order.find((field) => fields[field]);
  if (first) document.getElementById(first)?.focus();
}
