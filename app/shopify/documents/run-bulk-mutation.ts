import { z } from "zod";
import type { Operation } from "../operation.ts";
import { bulk, BULK_FIELDS } from "./bulk-operation.ts";

const answer = z.object({ bulkOperationRunMutation: z.object({ bulkOperation: bulk }) });

/**
 * Starts a mutation that Shopify runs once for each line of an uploaded file, whose place is `path`.
 * At most five bulk operations run at a time for an app and shop; one too many is a `RetryableError`.
 */
export const runBulkMutation: Operation<{ mutation: string; path: string }, z.infer<typeof answer>> = {
  name: "RunBulkMutation",
  document: `mutation RunBulkMutation($mutation: String!, $path: String!) {
  bulkOperationRunMutation(mutation: $mutation, stagedUploadPath: $path) {
    bulkOperation { ${BULK_FIELDS} }
    userErrors { field message code }
  }
}`,
  answer,
  isBackground: true,
  retryableCodes: ["LIMIT_REACHED", "OPERATION_IN_PROGRESS", "INTERNAL_FILE_SERVER_ERROR"],
};
