import { prisma } from "#app/platform/db.server.ts";

/** Notes that the merchant has handed the data on. `gone` when the request is unknown, another shop's, or was answered before. */
export async function answerDataRequest(shopId: number, requestId: string, now: Date): Promise<{ outcome: "answered" } | { outcome: "gone" }> {
  const { count } = await prisma.privacyRequest.updateMany({
    where: { shopId, id: BigInt(requestId), kind: "data_request", completedAt: null },
    data: { completedAt: now },
  });
  return { outcome: count === 1 ? "answered" : "gone" };
}
