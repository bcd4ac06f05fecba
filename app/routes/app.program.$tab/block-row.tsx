import { Badge, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { addBlockUrl, type EditorOf, openBlockUrl } from "#app/domain/storefront/block-links.ts";
import type { BlockPlace } from "#app/domain/storefront/theme-blocks.ts";
import { blockState, emptySentence, type ProgramInShop } from "./block-words.ts";

type Props = {
  block: { handle: string; name: string };
  editor: EditorOf;
  /** Where blocks of ours stand in the live theme; undefined where that is not known. */
  places: BlockPlace[] | undefined;
  /** A page with the block on it; null where the shop would show nothing, undefined until it is drawn. */
  page: string | null | undefined;
  isNarrow: boolean;
  program: ProgramInShop;
};

const TONES = { On: "success", Hidden: "attention", "Not added yet": undefined } as const;

/** One block: whether it is on and where, the way into the theme editor, and how it looks. */
export function BlockRow({ block: { handle, name }, editor, places, page, isNarrow, program }: Props) {
  const own = places?.filter(({ block }) => block === handle);
  const state = own && blockState(own);
  const [stands] = (own ?? []).toSorted((a, b) => Number(b.isOn) - Number(a.isOn));
  const act = stands ? "Open in editor" : "Add in editor";
  const tone = state && TONES[state.badge];
  return (
    <li>
      <BlockStack gap="300">
        <InlineStack gap="300" align="space-between" blockAlign="center">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h3" variant="headingSm">
              {name}
            </Text>
            {state && <Badge {...(tone && { tone })}>{state.badge}</Badge>}
          </InlineStack>
          <Button url={stands ? openBlockUrl(stands, editor) : addBlockUrl(handle, editor, places)} target="_blank" accessibilityLabel={`${act}: ${name}`}>
            {act}
          </Button>
        </InlineStack>
        <div className="program__note">
          <Text as="p">{state?.sentence ?? (state ? "Stands nowhere in your live theme." : "")}</Text>
        </div>
        {page === null ? <Text as="p" tone="subdued">{emptySentence(program)}</Text> : <Preview title={`${name}, as in your shop`} page={page} isNarrow={isNarrow} />}
      </BlockStack>
    </li>
  );
}

/** The frame runs no script and opens nothing; that it is of the same origin only lets its height be measured. */
function Preview({ title, page, isNarrow }: { title: string; page: string | undefined; isNarrow: boolean }) {
  const [height, setHeight] = useState<number>();
  return (
    <iframe
      className={isNarrow ? "program__preview program__preview--narrow" : "program__preview"}
      title={title}
      sandbox="allow-same-origin"
      srcDoc={page ?? ""}
      style={{ height }}
      onLoad={(event) => setHeight(event.currentTarget.contentDocument?.body.scrollHeight)}
    />
  );
}
