import { BlockStack, Button, Card, IndexTable, Text } from "@shopify/polaris";
import { useState } from "react";
import type { ApiToken } from "#app/queries/api-tokens.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { Brief, NarrowTable } from "#app/ui/narrow-table.tsx";
import { MISSING } from "#app/ui/formats.ts";
import { CreateTokenCard } from "./create-token-card.tsx";
import { RevokeModal } from "./revoke-modal.tsx";
import type { ApiTokensProps } from "./props.ts";

/** Which other programs may read this shop's figures and work with its points? */
export function ApiTokensView(props: ApiTokensProps) {
  const { tokens, at, formats, isRevoking, onRevoke } = props;
  const [doomed, setDoomed] = useState<ApiToken>();
  return (
    <AppPage title="API tokens" backAction={{ content: "Settings", url: "/app/settings" }}>
      <BlockStack gap="400">
        <CreateTokenCard {...props} />
        <Card padding="0">
          <NarrowTable hides={[2, 3, 4]}>
            <IndexTable
              headings={[{ title: "Name" }, { title: "Ends with" }, { title: "Created" }, { title: "Last used" }, { title: "Action", hidden: true }]}
              itemCount={tokens.length}
              selectable={false}
              resourceName={{ singular: "token", plural: "tokens" }}
              emptyState={
                <BlockStack inlineAlign="center">
                  <Text as="p">No tokens yet. A token lets another program read your figures and work with your points.</Text>
                </BlockStack>
              }
            >
              {tokens.map((token, index) => (
                <IndexTable.Row key={token.id} id={token.id} position={index}>
                  <IndexTable.Cell>
                    <Text as="span" fontWeight="semibold" breakWord>
                      {token.name}
                    </Text>
                    <Brief>
                      ends with {token.lastFour}, {token.lastUsedAt ? `last used ${formats.recent(token.lastUsedAt, at)}` : "never used"}
                    </Brief>
                  </IndexTable.Cell>
                  <IndexTable.Cell>
                    <code>…{token.lastFour}</code>
                  </IndexTable.Cell>
                  <IndexTable.Cell>{formats.day(token.createdAt)}</IndexTable.Cell>
                  <IndexTable.Cell>{token.lastUsedAt ? formats.recent(token.lastUsedAt, at) : `${MISSING} (never)`}</IndexTable.Cell>
                  <IndexTable.Cell>
                    <Button tone="critical" variant="tertiary" disabled={isRevoking} accessibilityLabel={`Revoke ${token.name}`} onClick={() => setDoomed(token)}>
                      Revoke
                    </Button>
                  </IndexTable.Cell>
                </IndexTable.Row>
              ))}
            </IndexTable>
          </NarrowTable>
        </Card>
      </BlockStack>
      {doomed && (
        <RevokeModal
          token={doomed}
          formats={formats}
          onClose={() => setDoomed(undefined)}
          onRevoke={() => {
            onRevoke(doomed.id);
            setDoomed(undefined);
          }}
        />
      )}
    </AppPage>
  );
}
