export type ParkedDelivery = {
  id: string;
  topic: string;
  webhookId: string;
  receivedAt: string;
  triggeredAt: string | null;
  /** A sentence, as it was written when the delivery was parked. */
  reason: string;
  tries: number;
  /** The order that the delivery is about, where its text still tells. */
  orderId: string | null;
  bodyBytes: number;
};

export type ParkedDeliveryDetail = ParkedDelivery & {
  /** The text as it came, with e-mail addresses, names, phones and addresses masked. Text that is no JSON is masked as far as it can be recognised. */
  maskedBody: string;
};

/** Deliveries that could not be read, newest first. `cursor` is the `nextCursor` of the page before; `limit` 1 to 250, default 50. */
export async function listParkedDeliveries(
  shopId: number,
  page: { limit?: number; cursor?: string },
): Promise<{ items: ParkedDelivery[]; nextCursor: string | null; total: number }> {
  throw new Error(`no parked deliveries of shop ${shopId} for ${JSON.stringify(page)} yet`);
}

/** One parked delivery of this shop; undefined when it is unknown, another shop's or no longer parked. */
export async function findParkedDelivery(shopId: number, id: string): Promise<ParkedDeliveryDetail | undefined> {
  throw new Error(`no parked delivery ${id} of shop ${shopId} yet`);
}

/** The whole text as it came, with its personal details, for a download by the merchant. Undefined as in `findParkedDelivery`. */
export async function findParkedDeliveryBody(shopId: number, id: string): Promise<string | undefined> {
  throw new Error(`no parked delivery ${id} of shop ${shopId} yet`);
}
