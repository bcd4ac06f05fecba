import { BlockStack, Box, Card, InlineGrid, Link, Select, Text } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import { pageOfPoints } from "#app/domain/storefront/block-links.ts";
import { missingStorefrontScopes } from "#app/domain/storefront/storefront-scopes.ts";
import { missingScopesForSummary } from "#app/domain/summary/summary-scopes.ts";
import { CardFailure } from "#app/ui/card-failure.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { BlockRow } from "./block-row.tsx";
import { OLD_THEME, pageSentence, type ProgramInShop, unreadSentence } from "./block-words.ts";
import { languageName } from "./language-name.ts";
import { type PreviewQuestion, SAMPLE_CUSTOMERS } from "./preview-question.ts";
import { ScopeCard } from "./scope-card.tsx";
import type { StorefrontBlocks } from "./storefront-blocks.ts";
import { TextsCard } from "./texts-card.tsx";
import type { TextsForm } from "./texts-form.ts";
import type { ScopeGrant } from "./use-scope-grant.ts";
import { useBlockPreviews, useShopPages } from "./use-shop-pages.ts";

type Props = { storefront: StorefrontBlocks; texts: TextsForm; program: ProgramInShop; grantedScopes: string[]; grant: ScopeGrant; formats: Formats };

const CUSTOMER_NAMES: Record<(typeof SAMPLE_CUSTOMERS)[number], string> = { guest: "Guest", first: "After the first order", second: "After the second order", loyal: "Loyal" };

const LOOKS = [{ value: "light", label: "Light" }, { value: "dark", label: "Dark" }];
const WIDTHS = [{ value: "phone", label: "Phone" }, { value: "desktop", label: "Desktop" }];

/** What of ours is in the shop? Which blocks are on, how each looks with the shop's own numbers, and in which words. */
export function StorefrontTab({ storefront: { blocks, domain, clientId, ours }, texts, program, grantedScopes, grant, formats }: Props) {
  const [who, setWho] = useState<PreviewQuestion["who"]>("guest");
  const [look, setLook] = useState("light");
  const [width, setWidth] = useState("phone");
  const { pages, onRetry } = useShopPages(grantedScopes);
  const { previews, isDrawing, onRetry: onDrawAgain } = useBlockPreviews({ who, language: texts.language, isDark: look === "dark", texts: texts.texts });
  const missing = missingStorefrontScopes(grantedScopes);
  const theme = pages?.theme.outcome === "read" ? pages.theme : undefined;
  const languages = [...new Set([...(pages?.languages ?? Object.keys(ours)), ...Object.keys(texts.texts)])];
  const [firstLanguage] = languages;
  const { language, speak } = texts;
  const isUnknown = pages !== undefined && !languages.includes(language);
  useEffect(() => {
    if (isUnknown && firstLanguage) speak(firstLanguage);
  }, [isUnknown, firstLanguage, speak]);
  const sentence = useFocusOnceGranted(missing.length === 0);
  const drawn = previews?.outcome === "ready" ? previews.value : undefined;
  return (
    <BlockStack gap="400">
      {missing.length > 0 && (
        <ScopeCard needs={missing.map((scope) => ({ scope, rewards: [] }))} grant={grant} without="Without it you can add blocks, see them here and change their texts. Only whether they are on is not said here." />
      )}
      <Card>
        <BlockStack gap="400">
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              Blocks for your theme
            </Text>
            <Box minHeight="1.25rem">
              <div role="status" ref={sentence} tabIndex={-1}>
                <ThemeSentence pages={pages} formats={formats} />
              </div>
            </Box>
            <Text as="p">{pageSentence(theme && pageOfPoints(theme.places))}</Text>
            {theme && !theme.hasSections && <Text as="p" tone="caution">{OLD_THEME}</Text>}
            {pages?.theme.outcome === "failed" && <CardFailure what="Which blocks are on" onRetry={onRetry} isRetrying={false} />}
            <Reach program={program} grantedScopes={grantedScopes} formats={formats} />
          </BlockStack>
          <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="300">
            <Select label="Seen by" options={SAMPLE_CUSTOMERS.map((value) => ({ value, label: CUSTOMER_NAMES[value] }))} value={who} onChange={(next) => setWho(next as PreviewQuestion["who"])} />
            <Select label="Language" options={languages.map((value) => ({ value, label: languageName(value) }))} value={texts.language} onChange={texts.speak} />
            <Select label="Screen" options={WIDTHS} value={width} onChange={setWidth} />
            <Select label="Colours" options={LOOKS} value={look} onChange={setLook} />
          </InlineGrid>
          <Text as="p" tone="subdued">
            {who !== "guest" && drawn ? (drawn.isRealCustomer ? "With the numbers of a customer of yours at this stage. " : "With invented numbers: nobody in your shop is at this stage. ") : ""}
            Type and colours come from your theme; here they are plain.
          </Text>
          {previews?.outcome === "failed" && <CardFailure what="The preview" onRetry={onDrawAgain} isRetrying={isDrawing} />}
          <ul className="program__items">
            {blocks.map((block) => (
              <BlockRow key={block.handle} block={block} editor={{ domain, clientId }} places={theme?.places} page={drawn?.pages[block.handle]} isNarrow={width === "phone"} program={program} />
            ))}
          </ul>
          {theme && unreadSentence(theme.unread) && <Text as="p" tone="caution">{unreadSentence(theme.unread)}</Text>}
        </BlockStack>
      </Card>
      <TextsCard form={texts} ours={ours} languages={languages} />
    </BlockStack>
  );
}

/** The card with the button goes away once everything is granted; whoever pressed it is led to what became known by that. */
function useFocusOnceGranted(isGranted: boolean) {
  const target = useRef<HTMLDivElement>(null);
  const wasGranted = useRef(isGranted);
  useEffect(() => {
    if (isGranted && !wasGranted.current && document.activeElement === document.body) target.current?.focus();
    wasGranted.current = isGranted;
  }, [isGranted]);
  return target;
}

function ThemeSentence({ pages, formats }: { pages: ReturnType<typeof useShopPages>["pages"]; formats: Formats }) {
  const theme = pages?.theme;
  const sentence = !theme ? "Asking Shopify which of them are on."
    : theme.outcome === "read" ? `In “${theme.name}”, your live theme, as of ${formats.dayTime(theme.readAt)}.`
    : theme.outcome === "not_granted" ? "Which of them are on is not known without your permission." : "";
  return (
    <Text as="p" tone="subdued">
      {sentence}
    </Text>
  );
}

/** Why shoppers may see nothing although a block is on. */
function Reach({ program, grantedScopes, formats }: Pick<Props, "program" | "grantedScopes" | "formats">) {
  if (program === "none") return <Text as="p">No program is in force. Until one is, blocks show nothing in your shop.</Text>;
  if (program === "paused") return <Text as="p">Your program is paused. Until you resume it, members read in your shop that their {formats.pointsName.other} stay, and nothing else is shown.</Text>;
  if (missingScopesForSummary(grantedScopes).length === 0) return null;
  return (
    <Text as="p">
      Until Thrice may write {formats.pointsName.other} to Shopify, shoppers see none in your shop, or those of before: <Link url="/app/settings/customers-in-shopify">allow it</Link>.
    </Text>
  );
}
