import type { Timeline } from "#app/contract/timeline.ts";

export type TimelineRequest = {
  asOf: Date;
  /** 1 to 250, default 50. */
  limit?: number;
  /** `nextCursor` of the page before. Throws `CursorError` where it is none of ours. */
  cursor?: string;
  /** Only these kinds; default: all. */
  kinds?: readonly Timeline["items"][number]["kind"][];
};

/** What happened to one customer, newest first. Former ids answer for the survivor; undefined for an unknown or deleted customer. */
export async function findCustomerTimeline(shopId: number, customerId: string, request: TimelineRequest): Promise<Timeline | undefined> {
  throw new Error(`no timeline of customer ${customerId} of shop ${shopId} as of ${request.asOf.toISOString()} yet`);
}
