import { Badge, BlockStack, Card, IndexTable, Link, Text } from "@shopify/polaris";
import type { CodeSums, GivenCode } from "#app/queries/confirmation-page.server.ts";
import { MISSING, type Formats } from "#app/ui/formats.ts";
import { Brief, NarrowTable } from "#app/ui/narrow-table.tsx";
import { STATE_WORDS, sumsSentence } from "./confirmation-words.ts";

type Props = { sums: CodeSums; codes: GivenCode[]; formats: Formats };

/** Who got a code and who used it, and what those orders came to. */
export function CodesCard({ sums, codes, formats }: Props) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Given and used
        </Text>
        <Text as="p">{sumsSentence(sums, formats)}</Text>
        <Text as="p" tone="subdued">
          Revenue and cost are of the orders that carried a code. That is not to say that the code caused them; the holdout tells what codes bring, printed ones aside.
        </Text>
        {codes.length > 0 && <CodesTable codes={codes} formats={formats} />}
      </BlockStack>
    </Card>
  );
}

function CodesTable({ codes, formats }: Omit<Props, "sums">) {
  return (
    <NarrowTable hides={[2, 3, 4, 5]}>
      <IndexTable
        selectable={false}
        itemCount={codes.length}
        resourceName={{ singular: "code", plural: "codes" }}
        headings={[{ title: "With order" }, { title: "Code" }, { title: "Given" }, { title: "State" }, { title: "Used by" }, { title: "Revenue", alignment: "end" }]}
      >
        {codes.map((code, at) => (
          <IndexTable.Row key={code.orderId} id={code.orderId} position={at}>
            <IndexTable.Cell>
              {code.customerId === null ? code.orderName : <Link url={`/app/customers/${code.customerId}`}>{code.orderName}</Link>}
              <Brief>{[code.code, STATE_WORDS[code.state].text, code.usedOrderName].filter(Boolean).join(" · ")}</Brief>
            </IndexTable.Cell>
            <IndexTable.Cell>
              <Text as="span" breakWord>
                {code.code}
              </Text>
            </IndexTable.Cell>
            <IndexTable.Cell>{formats.day(code.givenAt)}</IndexTable.Cell>
            <IndexTable.Cell>
              <Badge {...(STATE_WORDS[code.state].tone && { tone: STATE_WORDS[code.state].tone! })}>{STATE_WORDS[code.state].text}</Badge>
            </IndexTable.Cell>
            <IndexTable.Cell>{code.usedOrderName ?? MISSING}</IndexTable.Cell>
            <IndexTable.Cell>
              <Text as="span" alignment="end" numeric>
                {code.revenueMinor === null ? MISSING : formats.money(code.revenueMinor)}
              </Text>
            </IndexTable.Cell>
          </IndexTable.Row>
        ))}
      </IndexTable>
    </NarrowTable>
  );
}
