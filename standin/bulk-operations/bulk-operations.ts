import { randomBytes } from "node:crypto";
import { setImmediate as breathe, setTimeout as wait } from "node:timers/promises";
import type { RequestContext } from "#standin/admin-api/fields.ts";
import type { Faults } from "#standin/control/faults.ts";
import type { ShopHouse } from "#standin/shop-house.ts";
import { wholeSecond, zonedInstant } from "#standin/shop/time.ts";
import type { ScopeGate } from "#standin/admin-api/scope-rules.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { compileBulkQuery, type BulkPlan } from "./compile-bulk-query.ts";
import { jsonlBatches } from "./jsonl-lines.ts";
import { mutationBatches } from "./mutation-batches.ts";
import { Refused } from "./refused.ts";
import { ResultFile } from "./result-file.ts";

export interface BulkOperationRecord {
  id: string;
  type: "QUERY" | "MUTATION";
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

/** The file behind a URL of Google's storage, and what is wrong with it on request. */
export interface StoredResult {
  file: ResultFile;
  fileName: string;
  isExpired: boolean;
  /** The first download breaks off in the middle of a line; later ones, whole or by range, are good. */
  breaksOnce: boolean;
}

export type StartOutcome =
  | { operation: BulkOperationRecord }
  | { error: { message: string; code: "INVALID" | "LIMIT_REACHED" } };

/** Since 2026-01 an app may run five at once per shop. */
const CONCURRENT_MAX = 5;
const FULL: StartOutcome = { error: { message: `The limit of ${CONCURRENT_MAX} bulk operations that run at the same time is reached.`, code: "LIMIT_REACHED" } };

type Batches = ReturnType<typeof jsonlBatches> | ReturnType<typeof mutationBatches>;

const isOpen = ({ status }: BulkOperationRecord): boolean => status === "CREATED" || status === "RUNNING" || status === "CANCELING";

/** The bulk operations of one shop: really executed over its data, with growing counts, a file and a finish webhook. */
export class BulkOperations {
  readonly #shop: Shop;
  readonly #faults: Faults;
  readonly #records: BulkOperationRecord[] = [];
  readonly #results = new Map<string, StoredResult>();
  readonly #files: ResultFile[] = [];
  #closed = false;

  constructor(shop: Shop, faults: Faults) {
    this.#shop = shop;
    this.#faults = faults;
  }

  list(): readonly BulkOperationRecord[] {
    return this.#records;
  }

  find(id: string): BulkOperationRecord | undefined {
    return this.#records.find((one) => one.id === id);
  }

  findResult(key: string): StoredResult | undefined {
    return this.#results.get(key);
  }

  /** Starts one, or says in Shopify's words why not. */
  start(query: string, groupObjects: boolean, { house, scopes }: { house: ShopHouse; scopes: ScopeGate }): StartOutcome {
    if (this.#isFull()) return FULL;
    let plan: BulkPlan;
    try {
      plan = compileBulkQuery(query, scopes);
    } catch (error) {
      if (error instanceof Refused) return { error: { message: error.message, code: "INVALID" } };
      throw error;
    }
    const context: RequestContext = { house, scopes, nowMs: this.#shop.nowMs(), typeNames: new WeakMap() };
    const operation = this.#add("QUERY", query);
    void this.#run(operation, plan.denial ? undefined : () => jsonlBatches(plan.root, { context, groupObjects }));
    return { operation };
  }

  /** Starts one that runs a mutation for each line of an uploaded file, whose text this is. */
  startMutation(mutation: string, text: string, house: ShopHouse): StartOutcome {
    if (this.#isFull()) return FULL;
    const operation = this.#add("MUTATION", mutation);
    void this.#run(operation, () => mutationBatches(house, mutation, text));
    return { operation };
  }

  #isFull(): boolean {
    return this.#records.filter(isOpen).length >= CONCURRENT_MAX;
  }

  #add(type: BulkOperationRecord["type"], query: string): BulkOperationRecord {
    const operation: BulkOperationRecord = {
      id: this.#shop.nextId("made"), type, status: "CREATED", query, errorCode: null, createdAtMs: wholeSecond(this.#shop.nowMs()), completedAtMs: null,
      objectCount: 0, rootObjectCount: 0, fileSize: null, url: null, partialDataUrl: null,
    };
    this.#records.push(operation);
    return operation;
  }

  cancel(operation: BulkOperationRecord): void {
    if (isOpen(operation)) operation.status = "CANCELING";
  }

  close(): void {
    this.#closed = true;
    for (const operation of this.#records) this.cancel(operation);
    for (const file of this.#files) file.close();
  }

  /** Without `batches` there is no access to what is asked for. */
  async #run(operation: BulkOperationRecord, batches: (() => Batches) | undefined): Promise<void> {
    const { outcome } = this.#faults.bulk;
    const file = new ResultFile();
    this.#files.push(file);
    await breathe();
    if (operation.status === "CREATED") operation.status = "RUNNING";
    try {
      if (!batches) operation.errorCode = "ACCESS_DENIED";
      else await this.#write(operation, file, batches());
    } catch (error) {
      process.stderr.write(`stand-in: bulk operation ${operation.id}: ${String(error)}\n`);
      operation.errorCode = "INTERNAL_SERVER_ERROR";
    }
    await this.#runOn(operation);
    if (!this.#closed) this.#complete(operation, file, outcome);
  }

  async #write(operation: BulkOperationRecord, file: ResultFile, batches: Batches): Promise<void> {
    for await (const { lines, rootCount } of batches) {
      if (operation.status !== "RUNNING") return;
      file.append(lines);
      operation.objectCount += lines.length;
      operation.rootObjectCount += rootCount;
      await breathe();
    }
  }

  /** Stays in RUNNING for as long as is asked for by then, in small steps so that it can be cancelled. */
  async #runOn(operation: BulkOperationRecord): Promise<void> {
    for (const sinceMs = Date.now(); Date.now() < sinceMs + this.#faults.bulk.runningMs && operation.status === "RUNNING" && !this.#closed;) {
      await wait(Math.min(50, this.#faults.bulk.runningMs), undefined, { ref: false });
    }
  }

  #complete(operation: BulkOperationRecord, file: ResultFile, outcome: Faults["bulk"]["outcome"]): void {
    operation.completedAtMs = wholeSecond(this.#shop.nowMs());
    if (operation.errorCode === null && operation.status === "RUNNING" && outcome === "failed") operation.errorCode = "INTERNAL_SERVER_ERROR";
    if (operation.status === "CANCELING") operation.status = "CANCELED";
    else if (operation.errorCode) this.#fail(operation, file);
    else {
      operation.status = "COMPLETED";
      operation.fileSize = file.size > 0 ? file.size : null;
      if (file.size > 0) operation.url = this.#store(operation, file, { isExpired: outcome === "expired-url", breaksOnce: outcome === "cut-mid-line" });
    }
    this.#announce(operation);
  }

  #fail(operation: BulkOperationRecord, file: ResultFile): void {
    operation.status = "FAILED";
    if (file.size === 0) return;
    // What a failed operation leaves behind ends anywhere, also in the middle of a line.
    file.truncate(Math.floor(file.size * this.#faults.bulk.partialShare));
    operation.fileSize = file.size;
    operation.partialDataUrl = this.#store(operation, file, { isExpired: false, breaksOnce: false });
  }

  #store(operation: BulkOperationRecord, file: ResultFile, how: { isExpired: boolean; breaksOnce: boolean }): string {
    const key = randomBytes(16).toString("hex");
    const fileName = `bulk-${operation.id}.jsonl`;
    this.#results.set(key, { file, fileName, ...how });
    const query = new URLSearchParams({
      GoogleAccessId: "assets-us-prod@shopify-tiers.iam.gserviceaccount.com",
      Expires: String(Math.floor(Date.now() / 1000) + 7 * 86_400), Signature: randomBytes(24).toString("base64"),
      "response-content-disposition": `attachment; filename="${fileName}"`, "response-content-type": "application/jsonl",
    });
    return `https://storage.googleapis.com/shopify-tiers-assets-prod-us-east1/bulk-operation-outputs/${key}-final?${query}`;
  }

  #announce(operation: BulkOperationRecord): void {
    const { timeZone } = this.#shop.settings;
    const body = {
      admin_graphql_api_id: `gid://shopify/BulkOperation/${operation.id}`,
      completed_at: operation.completedAtMs === null ? null : zonedInstant(operation.completedAtMs, timeZone),
      created_at: zonedInstant(operation.createdAtMs, timeZone),
      error_code: operation.errorCode?.toLowerCase() ?? null,
      status: operation.status.toLowerCase(),
      type: operation.type.toLowerCase(),
    };
    this.#shop.emit("bulk_operations/finish", body, this.#shop.nowMs());
  }
}
