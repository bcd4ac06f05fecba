import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { useFetcher } from "@remix-run/react";
import { BlockStack, Box, List, Text } from "@shopify/polaris";
import { useEffect } from "react";
import { customerName } from "#app/ui/customer-name.ts";
import type { Formats } from "#app/ui/formats.ts";
import { STAGE_NAMES } from "#app/ui/stage-names.ts";
import type { loader as customersLoader } from "../app.settings.counting_.customers/route.ts";
import type { PolicyDraft } from "./policy-draft.ts";

type Props = { draft: PolicyDraft; customersChanged: number; formats: Formats; onClose: () => void };

/** Who would change stage, from where to where. Names only: a link would lead away from what is not saved yet. */
export function ChangedCustomers({ draft, customersChanged, formats, onClose }: Props) {
  const { load, data } = useFetcher<typeof customersLoader>();
  useEffect(() => {
    load(`/app/settings/counting/customers?${new URLSearchParams(draft)}`);
  }, [load, draft]);
  return (
    <Modal id="changed-customers" open onHide={onClose}>
      <Box padding="400">
        <div role="status">
          {!data && <Text as="p">Looking who that is…</Text>}
          {data?.outcome === "failed" && <Text as="p">The list can’t be made right now. You can save all the same.</Text>}
        </div>
        {data?.outcome === "ready" && (
          <BlockStack gap="200">
            {data.value.length < customersChanged && (
              <Text as="p" tone="subdued">
                The {formats.whole(data.value.length)} who ordered last, of {formats.whole(customersChanged)}.
              </Text>
            )}
            <List>
              {data.value.map((customer) => (
                <List.Item key={customer.id}>
                  {customerName(customer)}: {STAGE_NAMES[customer.from]} → {STAGE_NAMES[customer.to]}
                </List.Item>
              ))}
            </List>
          </BlockStack>
        )}
      </Box>
      <TitleBar title="Customers who would change stage">
        <button onClick={onClose}>Close</button>
      </TitleBar>
    </Modal>
  );
}
