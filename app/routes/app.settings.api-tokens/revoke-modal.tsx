import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { Box, Text } from "@shopify/polaris";
import type { ApiToken } from "#app/queries/api-tokens.server.ts";
import type { Formats } from "#app/ui/formats.ts";

type Props = { token: ApiToken; formats: Formats; onClose: () => void; onRevoke: () => void };

/** Names what stops before a token is ended. */
export function RevokeModal({ token, formats, onClose, onRevoke }: Props) {
  const use = token.lastUsedAt ? `It was last used on ${formats.dayTime(token.lastUsedAt)}.` : "It has never been used.";
  return (
    <Modal id="revoke-token" variant="small" open onHide={onClose}>
      <Box padding="400">
        <Text as="p">
          Every program that uses the token ending with {token.lastFour} stops working at once: it can read nothing more of your shop and change nothing. {use} A revoked token can’t be brought back.
        </Text>
      </Box>
      <TitleBar title={`Revoke “${token.name}”`}>
        <button variant="primary" tone="critical" onClick={onRevoke}>
          Revoke token
        </button>
        <button onClick={onClose}>Keep it</button>
      </TitleBar>
    </Modal>
  );
}
