/** What goes wrong on request, per shop. The defaults are a Shopify on a good day. */
export interface Faults {
  webhooks: {
    /** Shares between 0 and 1 of the deliveries that are sent twice, or never. */
    duplicateShare: number;
    dropShare: number;
    shuffle: boolean;
    delayMs: number;
    /** The same seed duplicates, drops and shuffles the same deliveries. */
    seed: number;
    /** Shopify's waits between attempts (10 s, 30 s, 2 min ... over four hours) times this. */
    retryTimeScale: number;
  };
  admin: {
    /** Points in the bucket and points per second that flow back. */
    throttle: { maximumAvailable: number; restoreRate: number };
    failNext: AdminFault[];
    tokenTtlSeconds: number;
    refreshFails: boolean;
    /** Every request is answered with 500 while this is set. */
    outage: boolean;
    /** Gift cards are found by a search only so long after they were made. */
    searchLagMs: number;
  };
  bulk: {
    /** How the next operations end; "completed" is the good day. */
    outcome: "completed" | "failed" | "cut-mid-line" | "expired-url";
    /** Milliseconds that an operation stays in RUNNING at least. */
    runningMs: number;
    /** Share of the lines that a failed operation has written. */
    partialShare: number;
  };
}

export interface AdminFault {
  /** Name of the operation or of one of its root fields, or "token" for the token endpoint; absent for any request. */
  operation?: string;
  /**
   * "lost-answer": done, but never heard of. "other-shape": done, and answered in a way that nobody expects. "in-progress": what
   * Shopify says while the first call of the same idempotency key is under way; nothing is done.
   */
  kind: "500" | "408" | "timeout" | "lost-answer" | "other-shape" | "in-progress" | "throttled" | "429";
}

export const goodDay = (): Faults => ({
  webhooks: { duplicateShare: 0, dropShare: 0, shuffle: false, delayMs: 0, seed: 1, retryTimeScale: 0.1 },
  admin: {
    throttle: { maximumAvailable: 2000, restoreRate: 100 }, failNext: [], tokenTtlSeconds: 3600, refreshFails: false, outage: false, searchLagMs: 0,
  },
  bulk: { outcome: "completed", runningMs: 0, partialShare: 0.5 },
});

export type FaultChanges = { [Area in keyof Faults]?: Partial<Faults[Area]> };

/** Takes over what is named and leaves the rest. */
export function applyFaults(faults: Faults, changes: FaultChanges): void {
  Object.assign(faults.webhooks, changes.webhooks);
  const throttle = { ...faults.admin.throttle, ...changes.admin?.throttle };
  Object.assign(faults.admin, changes.admin, { throttle });
  Object.assign(faults.bulk, changes.bulk);
}
