import { SaveBar } from "@shopify/app-bridge-react";
import { Badge, BlockStack, Box, Button, Card, InlineStack, Layout, Link, Tabs, Text } from "@shopify/polaris";
import { useEffect } from "react";
import { pointStepMinor } from "#app/domain/program/point-step.ts";
import type { Program } from "#app/domain/program/program.ts";
import type { StorefrontTexts } from "#app/domain/storefront/storefront-texts.ts";
import type { ProgramOutlook } from "#app/queries/program.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { programChanges } from "../app.program.review/program-changes.ts";
import { ChangeModal, type ProgramAct } from "./change-modal.tsx";
import { ExpiryTab } from "./expiry-tab.tsx";
import { focusField, focusFirst, focusPanel, PANEL_ID } from "./focus-first.ts";
import { PreviewCard } from "./preview-card.tsx";
import { emptyProgram, type ProgramErrors, programIn, starterProgram } from "./program-draft.ts";
import { type ProgramForm, useProgramForm } from "./program-form.ts";
import "./program.css";
import { RewardsTab } from "./rewards-tab.tsx";
import { RulesTab } from "./rules-tab.tsx";
import type { StorefrontBlocks } from "./storefront-blocks.ts";
import { spendBackWords } from "./spend-back-words.ts";
import { StorefrontTab } from "./storefront-tab.tsx";
import { type Tab, TABS } from "./tab.ts";
import { textFieldId } from "./texts-card.tsx";
import { type TextsForm, useTextsForm } from "./texts-form.ts";
import { TiersTab } from "./tiers-tab.tsx";
import { useChosenTabInSight } from "./use-chosen-tab-in-sight.ts";
import { useReach } from "./use-reach.ts";
import type { KnownTitles } from "./use-resource-titles.ts";
import type { ScopeGrant } from "./use-scope-grant.ts";

export type ProgramProps = {
  formats: Formats;
  at: string;
  tab: Tab;
  live: { version: number; isPaused: boolean; program: Program } | null;
  draft: Program | null;
  refused: ProgramErrors;
  isSaving: boolean;
  /** How often the draft was saved. */
  saves: number;
  /** How many gifts wait for the staff’s hands. */
  openGifts: number;
  /** How many versions were ever published. */
  versions: number;
  /** What is still to come. */
  outlook: ProgramOutlook;
  grantedScopes: string[];
  /** Whether customers can be told before points end. */
  canRemind: boolean;
  grant: ScopeGrant;
  known: KnownTitles;
  /** What is asked about before it is done. */
  act: ProgramAct | undefined;
  isActing: boolean;
  /** What was asked for was refused, because customers could not be told of an end. */
  isReminderMissing: boolean;
  onAskAct: (act: ProgramAct | undefined) => void;
  onAct: (act: ProgramAct) => void;
  /** What the merchant says in the blocks of the theme. */
  texts: StorefrontTexts;
  /** Only on the tab that shows them. */
  storefront: StorefrontBlocks | null;
  onSave: (program: Record<string, unknown>) => void;
  onSaveTexts: (texts: StorefrontTexts) => void;
  onTab: (tab: Tab) => void;
  onGifts: () => void;
  onReview: () => void;
  onVersions: () => void;
  onAward: () => void;
  onDirty: (isDirty: boolean) => void;
};

/** What do we promise? Edits go to a draft; only publishing changes anything for customers. */
export function ProgramView(props: ProgramProps) {
  const { formats, tab, live, draft, refused, isSaving, onSave, onTab, onDirty } = props;
  const form = useProgramForm(draft ?? live?.program ?? emptyProgram(formats.currency), { saves: props.saves, formats, refused, known: props.known });
  const { reach, onRetry } = useReach(form);
  const texts = useTextsForm(props.texts, "en");
  const isDirty = form.isDirty || texts.isDirty;
  useEffect(() => {
    onDirty(isDirty);
    return () => onDirty(false);
  }, [isDirty, onDirty]);
  useChosenTabInSight(tab);
  const save = () => {
    if (form.isDirty) form.showErrors();
    if (form.isDirty && form.read.outcome === "invalid") return focusFirst(form.read.errors, { tab, onTab });
    const fault = texts.fault();
    if (fault) {
      texts.speak(fault.language);
      onTab("storefront");
      return focusField(textFieldId(fault.key));
    }
    if (texts.isDirty) props.onSaveTexts(texts.changes);
    if (!form.isDirty) return;
    form.markSent();
    onSave(programIn(form.draft, form.place));
  };
  const changes = draft ? programChanges(live?.program ?? null, draft, formats).length : 0;
  const isUntouched = !draft && !live && !isDirty;
  return (
    <AppPage
      title="Program"
      titleMetadata={<States live={live} changes={changes} formats={formats} />}
      primaryAction={{ content: "Review and publish", onAction: props.onReview, disabled: isDirty || changes === 0 }}
      secondaryActions={[
        ...(live ? [{ content: live.isPaused ? "Resume" : "Pause", disabled: isDirty, onAction: () => props.onAskAct(live.isPaused ? "resume" : "pause") }] : []),
        ...(live ? [{ content: "Award past orders", disabled: isDirty, onAction: props.onAward }] : []),
        ...(live ? [{ content: "Gifts", disabled: isDirty, onAction: props.onGifts }] : []),
        ...(props.versions > 0 ? [{ content: "Versions", disabled: isDirty, onAction: props.onVersions }] : []),
      ]}
    >
      {isDirty && (
        <SaveBar id="program-save-bar" open>
          <button variant="primary" onClick={save} disabled={isSaving}>
            Save
          </button>
          <button onClick={() => (form.discard(), texts.discard())}>Discard</button>
        </SaveBar>
      )}
      <BlockStack gap="400">
        {props.openGifts > 0 && (
          <Box paddingInline={{ xs: "400", sm: "0" }}>
            <Link url="/app/gifts">{formats.counted(props.openGifts, "gift is", "gifts are")} to be handed over</Link>
          </Box>
        )}
        {isUntouched && <StarterCard form={form} formats={formats} />}
        <Tabs tabs={TABS.map((each) => ({ ...each, panelID: PANEL_ID }))} selected={TABS.findIndex(({ id }) => id === tab)} onSelect={(index) => onTab(TABS[index]?.id ?? "rules")} />
        <div id={PANEL_ID} role="tabpanel" aria-label={TABS.find(({ id }) => id === tab)?.content}>
          <Layout>
            <Layout.Section>
              <TabBody key={form.taken} tab={tab} form={form} texts={texts} page={props} reach={reach} onRetry={onRetry} />
            </Layout.Section>
            {tab !== "expiry" && tab !== "storefront" && (
              <Layout.Section variant="oneThird">
                <PreviewCard form={form} at={props.at} version={previewedVersion(form, props)} />
              </Layout.Section>
            )}
          </Layout>
        </div>
      </BlockStack>
      {props.act && <ChangeModal act={props.act} outlook={props.outlook} formats={form.formats} isReminderMissing={props.isReminderMissing} isActing={props.isActing} onAct={props.onAct} onClose={() => props.onAskAct(undefined)} />}
    </AppPage>
  );
}

/** The version whose rules the form holds: the live one while they are its rules, otherwise the next to be published. */
function previewedVersion({ read, formats }: ProgramForm, { live, versions }: Pick<ProgramProps, "live" | "versions">): number {
  const isLive = live !== null && read.outcome === "valid" && programChanges(live.program, read.program, formats).length === 0;
  return isLive ? live.version : versions + 1;
}

function States({ live, changes, formats }: Pick<ProgramProps, "live" | "formats"> & { changes: number }) {
  return (
    <InlineStack gap="200">
      {live && (live.isPaused ? <Badge tone="attention">Paused</Badge> : <Badge tone="success">{`Live: version ${live.version}`}</Badge>)}
      {changes > 0 && <Badge>{live ? `Draft: ${formats.counted(changes, "change", "changes")}` : "Draft"}</Badge>}
    </InlineStack>
  );
}

type TabBodyProps = { tab: Tab; form: ProgramForm; texts: TextsForm; page: ProgramProps } & ReturnType<typeof useReach>;

function TabBody({ tab, form, texts, page: { live, grantedScopes, grant, canRemind, storefront, formats }, reach, onRetry }: TabBodyProps) {
  switch (tab) {
    case "rules":
      return <RulesTab form={form} />;
    case "tiers":
      return <TiersTab form={form} reach={reach} hasProgram={live !== null} onRetry={onRetry} />;
    case "rewards":
      return <RewardsTab form={form} grantedScopes={grantedScopes} grant={grant} reach={reach} onRetry={onRetry} />;
    case "expiry":
      return <ExpiryTab form={form} canRemind={canRemind} />;
    case "storefront":
      return storefront && <StorefrontTab storefront={storefront} texts={texts} program={live === null ? "none" : live.isPaused ? "paused" : "live"} grantedScopes={grantedScopes} grant={grant} formats={formats} />;
  }
}

function StarterCard({ form, formats }: { form: ProgramForm; formats: Formats }) {
  const starter = starterProgram(formats.currency);
  const use = () => {
    form.replace(starter);
    focusPanel();
  };
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          No program yet
        </Text>
        <Text as="p">Orders earn nothing until you publish one. Start from this draft: 1 point for each {formats.money(pointStepMinor(formats.currency))}, double on the second order, triple on the third. {spendBackWords(starter, formats)}</Text>
        <InlineStack>
          <Button onClick={use}>Use this draft</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
