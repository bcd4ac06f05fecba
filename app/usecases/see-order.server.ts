import type { ConfirmationCode } from "#app/domain/confirmation/confirmation-code.ts";
import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import { pool } from "#app/platform/db.server.ts";
import { lookUntil } from "#app/platform/look-until.server.ts";
import { findBlockViewedAt, noteBlockView, type BlockSurface } from "#app/store/block-views.server.ts";
import { findConfirmationCode } from "#app/store/confirmation-codes.server.ts";
import { findAccount } from "#app/store/member-accounts.server.ts";
import { findMember } from "#app/store/find-members.server.ts";
import { claimAccount } from "./claim-account.server.ts";
import { ensureConfirmationCode, type EnsuredCode } from "./ensure-confirmation-code.server.ts";
import { settleDueMember } from "./settle-due-member.server.ts";

// So long after a sign-in the pages still say that it claimed the points: a reload and a way back belong to the same visit.
const VISIT_MS = 3_600_000;

/** A buyer looks at an order of theirs through one of our blocks. */
export interface OrderSeen {
  orderId: OrderId;
  customerId: CustomerId | null;
  /** Whether that customer is signed in. */
  isOwner: boolean;
  surface: BlockSurface;
  now: Date;
}

/**
 * What follows when a buyer looks at their order: it is noted, once; whoever is signed in has claimed their points; what is
 * due is settled; and the code that comes with it is there, or being made. `code` null: it gets none, or, where `isBusy`,
 * others hold the shop's facts and nobody can say yet. A page waits for them once, and not once for each of the three.
 */
export async function seeOrder(shopId: number, { orderId, customerId, isOwner, surface, now }: OrderSeen): Promise<{ code: ConfirmationCode | null; isBusy: boolean; claimedNow: boolean }> {
  await noteBlockView(pool, shopId, { orderId, surface, now });
  const isHeld = customerId !== null && (await bringUpToDate(shopId, { customerId, isOwner, now })) === "busy";
  const claimedNow = isOwner && customerId !== null && (await isClaimedNow(shopId, { orderId, customerId, now }));
  const ensured = isHeld ? await givenCode(shopId, orderId) : await ensureConfirmationCode(shopId, { orderId, asked: "block", now });
  if (ensured.outcome === "none") return { code: null, isBusy: ensured.because === "busy", claimedNow };
  return { code: await madeCode(shopId, ensured.code), isBusy: false, claimedNow };
}

async function givenCode(shopId: number, orderId: OrderId): Promise<EnsuredCode> {
  const code = await findConfirmationCode(pool, shopId, orderId);
  return code ? { outcome: "code", code } : { outcome: "none", because: "busy" };
}

async function bringUpToDate(shopId: number, { customerId, isOwner, now }: { customerId: CustomerId; isOwner: boolean; now: Date }): Promise<"busy" | void> {
  if (isOwner && (await claimAccount(shopId, { customerId, now })) === "busy") return "busy";
  return settleDueMember(shopId, customerId, now);
}

/**
 * Whether the account came with this visit: since the buyer saw our block after this order, and within the last hour.
 * Shopify often tells of the sign-in before the page asks again.
 */
async function isClaimedNow(shopId: number, { orderId, customerId, now }: { orderId: OrderId; customerId: CustomerId; now: Date }): Promise<boolean> {
  const memberId = await findMember(pool, shopId, customerId);
  const account = memberId && (await findAccount(pool, shopId, memberId));
  const viewedAt = await findBlockViewedAt(pool, shopId, orderId);
  if (!account || !viewedAt || account.source === "before_install") return false;
  return account.seenAt >= viewedAt && now.getTime() - account.seenAt.getTime() < VISIT_MS;
}

/** The code as it stands once Shopify has answered, or after a moment of waiting for that. */
export async function madeCode(shopId: number, code: ConfirmationCode): Promise<ConfirmationCode> {
  if (code.state !== "making") return code;
  return lookUntil(async () => (await findConfirmationCode(pool, shopId, code.orderId)) ?? code, ({ state }) => state !== "making");
}
