import { BlockStack, Card, ChoiceList, Text } from "@shopify/polaris";

/** When points end. Nothing can end before customers can be told. */
export function ExpiryTab() {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Expiry
        </Text>
        <Text as="p">Expiry needs the reminder mail, which isn’t there yet. Until then no point ends, and points that wait for a first sign-in keep waiting.</Text>
        <ChoiceList
          title="Points end"
          disabled
          choices={[
            { value: "none", label: "Never" },
            { value: "fixed", label: "A number of months after they were earned" },
            { value: "rolling", label: "A number of months after the last order or reward" },
          ]}
          selected={["none"]}
        />
      </BlockStack>
    </Card>
  );
}
