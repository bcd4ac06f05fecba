import { BlockStack, Button, Card, InlineError, InlineStack, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { addButtonOf, focusField } from "./focus-first.ts";
import { ItemEditor } from "./item-editor.tsx";
import { fieldsOf, freeId, type ItemList } from "./item-draft.ts";
import type { ItemDraft } from "./form-values.ts";
import type { ProgramForm } from "./program-form.ts";

type Props = {
  form: ProgramForm;
  list: ItemList;
  title: string;
  /** What stands here while there is nothing. */
  empty: string;
  addLabel: string;
  /** The kinds to choose from, and what one of each starts with. */
  kinds: { value: string; label: string; id: string; start: Record<string, string> }[];
  /** A sentence about one item that is not in its form. */
  note?: (item: ItemDraft, at: number) => string | undefined;
  /** What has to be settled about one item, beside its form. */
  notice?: (at: number) => React.ReactNode;
  /** What stands below the list, such as of what and since when the notes are. */
  footer?: React.ReactNode;
  children?: React.ReactNode;
};

/** The rules, gifts, tiers or rewards of the program: each a sentence that opens into its form. */
export function ItemListCard({ form, list, title, empty, addLabel, kinds, note, notice, footer, children }: Props) {
  const items = form.draft[list];
  const [kind, setKind] = useState(kinds[0]?.value ?? "");
  const [openAt, setOpenAt] = useState<number | null>(null);
  const addId = addButtonOf(list);
  const add = () => {
    const chosen = kinds.find(({ value }) => value === kind);
    if (!chosen) return;
    const blank = Object.fromEntries(fieldsOf(list, kind).map(({ name }) => [name, ""]));
    setOpenAt(items.length);
    // Above the button that was pressed: without this, the keyboard would go on below it and nobody would hear of the new form.
    const [first] = fieldsOf(list, kind);
    if (first) focusField(`${list}.${items.length}.${first.name}`);
    form.changeList(list, [...items, { kind, values: { ...blank, ...chosen.start, id: freeId(chosen.id, items) }, conditions: [] }]);
  };
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {title}
        </Text>
        {children}
        {items.length === 0 ? (
          <Text as="p" tone="subdued">
            {empty}
          </Text>
        ) : (
          <ul className="program__items">
            {items.map((item, at) => (
              // Items have no name of their own that could not be edited; they are only added at the end and taken out.
              <li key={at}>
                <ItemEditor
                  form={form}
                  list={list}
                  at={at}
                  item={item}
                  note={note?.(item, at)}
                  notice={notice?.(at)}
                  isOpen={openAt === at}
                  onOpen={(isOpen) => setOpenAt(isOpen ? at : null)}
                  onChange={(changed) => form.changeList(list, items.with(at, changed))}
                  onRemove={() => {
                    setOpenAt(null);
                    form.changeList(list, items.toSpliced(at, 1));
                    focusField(addId);
                  }}
                />
              </li>
            ))}
          </ul>
        )}
        {items.length > 0 && footer}
        {form.errors[list] !== undefined && <InlineError message={form.errors[list]} fieldID={list} />}
        <InlineStack gap="200" blockAlign="end">
          {kinds.length > 1 && <Select label={`Kind of what to add to ${title}`} labelHidden options={kinds} value={kind} onChange={setKind} />}
          <Button id={addId} onClick={add}>{addLabel}</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
