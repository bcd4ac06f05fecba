export type PrivacyRequest = {
  id: string;
  kind: "data_request" | "redact";
  customerId: string;
  receivedAt: string;
  /** The day by which the law or Shopify wants an answer (30 days). */
  dueAt: string;
  completedAt: string | null;
};

/** Data requests and erasures of one shop, newest first, at most 250. */
export async function listPrivacyRequests(shopId: number): Promise<PrivacyRequest[]> {
  throw new Error(`no privacy requests of shop ${shopId} yet`);
}

/**
 * Everything that is stored about the customer of one data request, as a JSON document for download.
 * Undefined when the request is unknown or another shop's.
 */
export async function findPersonalDocument(
  shopId: number,
  requestId: string,
  now: Date,
): Promise<{ fileName: string; json: string } | undefined> {
  throw new Error(`no privacy request ${requestId} of shop ${shopId} at ${now.toISOString()} yet`);
}
