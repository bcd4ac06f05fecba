import { z } from "zod";
import type { Operation } from "../operation.ts";

export const BULK_FIELDS = "id status errorCode objectCount rootObjectCount fileSize url partialDataUrl createdAt completedAt";

/** A bulk operation. Counts and `fileSize` (bytes) are decimal texts; the addresses are good for seven days. */
export const bulk = z.object({
  id: z.string(),
  status: z.enum(["CREATED", "RUNNING", "COMPLETED", "FAILED", "CANCELING", "CANCELED", "EXPIRED"]),
  errorCode: z.string().nullable(),
  objectCount: z.string(),
  rootObjectCount: z.string(),
  fileSize: z.string().nullable(),
  url: z.url().nullable(),
  partialDataUrl: z.url().nullable(),
  createdAt: z.string(),
  completedAt: z.string().nullable(),
});

export type BulkOperation = z.infer<typeof bulk>;

const answer = z.object({ bulkOperation: bulk.nullable() });

/** How far a bulk operation is, and where its file is when it is done. Null for an id that is unknown. */
export const bulkOperation: Operation<{ id: string }, z.infer<typeof answer>> = {
  name: "BulkOperation",
  document: `query BulkOperation($id: ID!) { bulkOperation(id: $id) { ${BULK_FIELDS} } }`,
  answer,
  isBackground: true,
};
