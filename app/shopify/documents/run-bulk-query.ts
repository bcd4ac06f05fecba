import { z } from "zod";
import type { Operation } from "../operation.ts";
import { bulk, BULK_FIELDS } from "./bulk-operation.ts";

const answer = z.object({ bulkOperationRunQuery: z.object({ bulkOperation: bulk }) });

/**
 * Starts a bulk operation. `isGrouped` puts the children of an object right behind it in the file, which takes Shopify longer.
 * At most five run at a time for an app and shop; one too many is a `RetryableError`.
 */
export const runBulkQuery: Operation<{ query: string; isGrouped: boolean }, z.infer<typeof answer>> = {
  name: "RunBulkQuery",
  document: `mutation RunBulkQuery($query: String!, $isGrouped: Boolean!) {
  bulkOperationRunQuery(query: $query, groupObjects: $isGrouped) {
    bulkOperation { ${BULK_FIELDS} }
    userErrors { field message code }
  }
}`,
  answer,
  isBackground: true,
  retryableCodes: ["LIMIT_REACHED", "OPERATION_IN_PROGRESS"],
};
