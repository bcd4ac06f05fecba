import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import { judgedAt } from "#app/domain/points/judged-at.ts";
import { targetOf } from "#app/domain/points/order-target.ts";
import { settlementInstant } from "#app/domain/points/settlement-instant.ts";
import type { OrderWhy } from "#app/domain/points/why.ts";
import { programAt } from "#app/domain/program/program.ts";
import { pool } from "#app/platform/db.server.ts";
import { loadCountedHistory } from "#app/store/counted-history.server.ts";
import { loadUnbookedOrders } from "#app/store/orders-to-judge.server.ts";
import { findMember } from "#app/store/find-members.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { loadStandings } from "./load-standings.server.ts";

/** Why an order earned nothing, and by which version; null where none was in force. */
export interface Unearned {
  programVersion: number | null;
  why: OrderWhy;
}

/**
 * Why those of a customer's orders that the ledger says nothing of earned nothing, by what settles orders, as of an instant. An order
 * that would earn something, as one that is still to be settled, is left out; so are all while nothing was ever published. Nothing is written.
 */
export async function explainUnearned(shopId: number, { customerId, orderIds, now }: { customerId: CustomerId; orderIds: OrderId[]; now: Date }): Promise<Map<OrderId, Unearned>> {
  const memberId = orderIds.length > 0 ? await findMember(pool, shopId, customerId) : undefined;
  if (memberId === undefined) return new Map();
  const [versions, rows] = await Promise.all([listProgramVersions(pool, shopId), loadUnbookedOrders(pool, shopId, { customerId: memberId, orderIds })]);
  if (versions.length === 0 || rows.length === 0) return new Map();
  const [{ timeZone }, history] = await Promise.all([getShop(pool, shopId), loadCountedHistory(pool, shopId, [memberId])]);
  const standings = await loadStandings(pool, shopId, { history, customerIds: [memberId], questions: rows, versions, timeZone, now });
  const explained = rows.map(({ order }): [OrderId, Unearned] | undefined => {
    const version = programAt(versions, order.processedAt);
    if (!version) return [order.orderId, { programVersion: null, why: { kind: "earns_nothing", reason: "no_program", before: 0 } }];
    const judged = judgedAt({ version, settlesAt: settlementInstant(order, { program: version.program, timeZone }) }, now);
    const rank = history.rankOf({ customerId: memberId, orderId: order.orderId, at: judged.rankAt, policyAt: judged.policyAt });
    const { points, why } = targetOf(order, version, { at: now, rank, standing: standings.standingAt(memberId, order, { ...judged, rank, fresh: [] }) });
    return points === 0 ? [order.orderId, { programVersion: version.version, why: { ...why, before: 0 } as OrderWhy }] : undefined;
  });
  return new Map(explained.filter((one) => one !== undefined));
}
