import { randomBytes } from "node:crypto";
import type { BulkOperationRecord } from "#standin/bulk-operations/bulk-operations.ts";
import { UPLOAD_HOST } from "#standin/bulk-operations/staged-uploads.ts";
import { utcInstant } from "#standin/shop/time.ts";
import { connection, fieldsOf, gid, type ConnectionField } from "./fields.ts";
import { notImplemented } from "./graphql-errors.ts";
import { compileSearch, type SearchFields } from "./search-query.ts";

const SEARCH: SearchFields<BulkOperationRecord> = {
  id: (operation) => ({ kind: "id", id: operation.id }),
  status: (operation) => ({ kind: "words", words: [operation.status] }),
  created_at: (operation) => ({ kind: "instant", atMs: operation.createdAtMs }),
  operation_type: (operation) => ({ kind: "words", words: [operation.type] }),
};

export const bulkOperationsConnection: ConnectionField = connection(
  (_source, args, { house }) => house.bulkOperations.list().filter(compileSearch(args["query"], SEARCH)),
  (operation: BulkOperationRecord) => operation.id,
);

export const bulkOperationFields = fieldsOf<BulkOperationRecord>({
  id: (operation) => gid("BulkOperation", operation.id),
  status: (operation) => operation.status,
  type: (operation) => operation.type,
  query: (operation) => operation.query,
  errorCode: (operation) => operation.errorCode,
  createdAt: (operation) => utcInstant(operation.createdAtMs),
  completedAt: (operation) => (operation.completedAtMs === null ? null : utcInstant(operation.completedAtMs)),
  objectCount: (operation) => String(operation.objectCount),
  rootObjectCount: (operation) => String(operation.rootObjectCount),
  fileSize: (operation) => (operation.fileSize === null ? null : String(operation.fileSize)),
  url: (operation) => operation.url,
  partialDataUrl: (operation) => operation.partialDataUrl,
});

interface StagedUploadInput {
  resource: string;
  filename: string;
  mimeType: string;
  httpMethod?: string;
}

const userErrors = (error: { message: string; code: string } | undefined): object[] =>
  (error ? [{ field: null, ...error }] : []);

export const mutationFields = fieldsOf<object>({
  bulkOperationRunQuery(_source, args, { house, scopes }) {
    const outcome = house.bulkOperations.start(String(args["query"]), args["groupObjects"] === true, { house, scopes });
    return "error" in outcome
      ? { bulkOperation: null, userErrors: userErrors(outcome.error) }
      : { bulkOperation: outcome.operation, userErrors: [] };
  },
  stagedUploadsCreate(_source, args, { house }) {
    const targets = (args["input"] as StagedUploadInput[]).map(({ resource, filename, httpMethod, mimeType }) => {
      if (resource !== "BULK_MUTATION_VARIABLES" || httpMethod !== "POST") throw notImplemented(`a staged upload of ${resource} by ${httpMethod ?? "PUT"}`);
      const key = house.stagedUploads.add(house.shop.id, filename);
      const policy = { key, "Content-Type": mimeType, success_action_status: "201", acl: "private", policy: randomBytes(24).toString("base64") };
      return { url: `https://${UPLOAD_HOST}/`, resourceUrl: null, parameters: Object.entries(policy).map(([name, value]) => ({ name, value })) };
    });
    return { stagedTargets: targets, userErrors: [] };
  },
  bulkOperationRunMutation(_source, args, { house }) {
    const text = house.stagedUploads.find(String(args["stagedUploadPath"]));
    const refusal = text === undefined ? { message: "The JSONL file could not be found. Try uploading the file again.", code: "NO_SUCH_FILE" } : undefined;
    const outcome = refusal ? { error: refusal } : house.bulkOperations.startMutation(String(args["mutation"]), text ?? "", house);
    return "error" in outcome
      ? { bulkOperation: null, userErrors: userErrors(outcome.error) }
      : { bulkOperation: outcome.operation, userErrors: [] };
  },
  bulkOperationCancel(_source, args, { house }) {
    const digits = String(args["id"]).split("/").at(-1) ?? "";
    const operation = house.bulkOperations.find(digits);
    if (!operation) return { bulkOperation: null, userErrors: [{ field: ["id"], message: "Bulk operation does not exist" }] };
    house.bulkOperations.cancel(operation);
    return { bulkOperation: operation, userErrors: [] };
  },
});
