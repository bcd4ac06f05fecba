import { SaveBar } from "@shopify/app-bridge-react";
import { Box, Layout } from "@shopify/polaris";
import { type ReactNode, useEffect, useState } from "react";
import { AppPage } from "#app/ui/app-page.tsx";
import { ChangedCustomers } from "./changed-customers.tsx";
import "./counting.css";
import { EffectCard } from "./effect-card.tsx";
import { CountFields, StageFields } from "./fields.tsx";
import type { FieldErrors, PolicyDraft } from "./policy-draft.ts";
import { useDraft } from "./use-draft.ts";
import type { CountingProps } from "./props.ts";

/** Which orders count, and where do loyal and champion begin? */
export function CountingView(props: CountingProps) {
  const { formats, refused, isSaving, onSave, onDraft, onDirty } = props;
  const { draft, change, isDirty, read, isTyping, readNow, discard, markSent } = useDraft(props, formats.currency, onDraft);
  useEffect(() => {
    onDirty(isDirty);
    return () => onDirty(false);
  }, [isDirty, onDirty]);

  const errors = read.outcome === "invalid" ? read.fields : refused;
  const save = () => {
    const now = readNow();
    if (now.outcome === "valid") {
      markSent();
      onSave(draft);
    } else focusFirst(now.fields);
  };
  const [seenDraft, setSeenDraft] = useState<PolicyDraft | null>(null);
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
      <div className="counting">
        <Layout>
          <Layout.AnnotatedSection
            title={<Aside>Orders</Aside>}
            description={<Aside>An order counts while it is paid, not cancelled and not refunded in full. Test orders never count.</Aside>}
          >
            <CountFields {...fields} sameDaySeconds={props.sameDaySeconds} unpaid={props.unpaid} />
          </Layout.AnnotatedSection>
          <Layout.AnnotatedSection
            title={<Aside>Stages</Aside>}
            description={<Aside>One order makes a customer First, two make Second. The third order is the usual threshold for loyal.</Aside>}
          >
            <StageFields {...fields} />
          </Layout.AnnotatedSection>
        </Layout>
        <div className="counting__effect">
          <EffectCard isDirty={isDirty} isValid={Object.keys(errors).length === 0} isPending={isTyping || props.isEffectLoading} effect={props.effect} formats={formats} onSeeThem={() => setSeenDraft(draft)} />
        </div>
        {seenDraft && props.effect?.outcome === "ready" && (
          <ChangedCustomers draft={seenDraft} customersChanged={props.effect.value.customersChanged} formats={formats} onClose={() => setSeenDraft(null)} />
        )}
      </div>
    </AppPage>
  );
}

/** Text beside a card. On narrow screens cards touch the edges of the screen; text must not. */
function Aside({ children }: { children: ReactNode }) {
  return <Box paddingInline={{ xs: "400", sm: "0" }}>{children}</Box>;
}

/** Moves to the first field that has to be put right, in the order in which they stand on the page. */
function focusFirst(fields: FieldErrors): void {
  const order = ["minimumOrderMinor", "excludedTags", "excludedSources", "loyalAt", "championAt"] as const;
  const first = order.find((field) => fields[field]);
  if (first) document.getElementById(first)?.focus();
}
