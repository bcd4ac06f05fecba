import { BlockStack, Button, InlineError, InlineStack, Text } from "@shopify/polaris";
import { pickResources, type Picked, type ResourceKind, type ResourceTitles } from "./resource.ts";

type Props = {
  id: string;
  label: string;
  kind: ResourceKind;
  isMultiple: boolean;
  ids: string[];
  titles: ResourceTitles;
  error: string | undefined;
  helpText: string | undefined;
  onPick: (picked: Picked[]) => void;
  onRemove: (id: string) => void;
};

const WORDS: Record<ResourceKind, { one: string; many: string; gone: string }> = {
  product: { one: "product", many: "products", gone: "This product is no longer in your shop, so it never counts. Remove it or choose another one." },
  variant: { one: "variant", many: "variants", gone: "This variant is no longer in your shop. Remove it or choose another one." },
  collection: { one: "collection", many: "collections", gone: "This collection is no longer in your shop, so it never counts. Remove it or choose another one." },
};

/** Products, variants or collections by their titles, chosen in Shopify's own picker. One that is gone from the shop is said to be. */
export function ResourceField({ id, label, kind, isMultiple, ids, titles, error, helpText, onPick, onRemove }: Props) {
  const words = WORDS[kind];
  const pick = async () => {
    const picked = await pickResources(kind, { ids, isMultiple });
    if (picked) onPick(picked);
    // The picker belongs to the admin around the page, and takes the focus with it.
    document.getElementById(id)?.focus();
  };
  const choose = isMultiple ? `Choose ${words.many}` : ids.length > 0 ? `Choose another ${words.one}` : `Choose a ${words.one}`;
  return (
    <div role="group" aria-label={label}>
      <BlockStack gap="150">
        <Text as="p">{label}</Text>
        {ids.length > 0 && (
          <ul className="program__resources">
            {ids.map((each) => {
              const title = titles[kind][each];
              const shown = title ?? `${words.one} ${each}`;
              return (
                <li key={each}>
                  <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
                    <BlockStack gap="050">
                      <Text as="span" breakWord>
                        {shown}
                      </Text>
                      {title === null && (
                        <Text as="span" tone="critical">
                          {words.gone}
                        </Text>
                      )}
                    </BlockStack>
                    <Button variant="plain" accessibilityLabel={`Remove ${shown}`} onClick={() => onRemove(each)}>
                      Remove
                    </Button>
                  </InlineStack>
                </li>
              );
            })}
          </ul>
        )}
        <InlineStack>
          <Button id={id} onClick={() => void pick()} {...(error !== undefined && { ariaDescribedBy: `${id}Error` })}>
            {choose}
          </Button>
        </InlineStack>
        {error !== undefined && <InlineError message={error} fieldID={id} />}
        {helpText !== undefined && (
          <Text as="p" tone="subdued">
            {helpText}
          </Text>
        )}
      </BlockStack>
    </div>
  );
}
