import type { Faults } from "#standin/control/faults.ts";
import type { RequestContext } from "#standin/admin-api/fields.ts";
import type { StandinSettings } from "#standin/settings.ts";
import type { Shop } from "#standin/shop/shop.ts";

export interface BulkOperationRecord {
  id: string;
  status: "CREATED" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELING" | "CANCELED" | "EXPIRED";
  query: string;
  errorCode: "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT" | null;
  createdAtMs: number;
  completedAtMs: number | null;
  objectCount: number;
  rootObjectCount: number;
  fileSize: number | null;
  url: string | null;
  partialDataUrl: string | null;
}

export type StartOutcome = { operation: BulkOperationRecord } | { error: { message: string; code: "INVALID" | "LIMIT_REACHED" | "OPERATION_IN_PROGRESS" } };

/** The bulk operations of one shop. */
export class BulkOperations {
  readonly #records: BulkOperationRecord[] = [];

  constructor(_shop: Shop, _faults: Faults, _settings: StandinSettings) {}

  list(): readonly BulkOperationRecord[] { return this.#records; }
  find(id: string): BulkOperationRecord | undefined { return this.#records.find((one) => one.id === id); }
  start(_query: string, _groupObjects: boolean, _context: Pick<RequestContext, "house" | "scopes">): StartOutcome {
    return { error: { message: "bulk operations come next", code: "INVALID" } };
  }
  cancel(_operation: BulkOperationRecord): void {}
  close(): void {}
}
