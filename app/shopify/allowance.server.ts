/** What Shopify tells of a shop's allowance with every answer. */
export type ThrottleStatus = { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };

type Known = ThrottleStatus & { atMs: number };

// Until a shop has answered once: the smallest plan's bucket, and a price in the middle of what the documents here cost.
const SMALLEST_PLAN: ThrottleStatus = { maximumAvailable: 1_000, currentlyAvailable: 1_000, restoreRate: 50 };
const UNKNOWN_COST = 50;
const BACKGROUND_SHARE = 0.5;

/**
 * How many query points each shop has left, so that calls wait here instead of being refused there.
 *
 * Kept in this process: web and worker each see only their own calls until Shopify's next answer puts both right. A call
 * that is refused all the same is asked again after the wait that the refusal implies.
 *
 * @see https://shopify.dev/docs/api/usage/limits#graphql-admin-api-rate-limits
 */
export class Allowance {
  readonly #byShop = new Map<string, Known>();
  readonly #costs = new Map<string, number>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  #present(domain: string): Known {
    const atMs = this.#nowMs();
    const known = this.#byShop.get(domain) ?? { ...SMALLEST_PLAN, atMs };
    const restored = ((atMs - known.atMs) / 1_000) * known.restoreRate;
    return { ...known, currentlyAvailable: Math.min(known.maximumAvailable, known.currentlyAvailable + restored), atMs };
  }

  /** Takes the expected price off before the call. Answers how many milliseconds to wait first; 0 means that it was taken. */
  take(domain: string, operation: { name: string; isBackground: boolean }): number {
    const shop = this.#present(domain);
    const reserve = operation.isBackground ? shop.maximumAvailable * (1 - BACKGROUND_SHARE) : 0;
    // A price above the part that may be used would wait for ever; it waits for the whole part instead.
    const cost = Math.min(this.#costs.get(operation.name) ?? UNKNOWN_COST, shop.maximumAvailable - reserve);
    const missing = cost + reserve - shop.currentlyAvailable;
    if (missing > 0) return Math.ceil((missing / shop.restoreRate) * 1_000);
    this.#byShop.set(domain, { ...shop, currentlyAvailable: shop.currentlyAvailable - cost });
    return 0;
  }

  /** Puts Shopify's own count in place of ours. */
  learn(domain: string, operationName: string, { requestedCost, status }: { requestedCost: number; status: ThrottleStatus }): void {
    this.#costs.set(operationName, requestedCost);
    this.#byShop.set(domain, { ...status, atMs: this.#nowMs() });
  }

  /** How long until a call that Shopify has just refused can be paid, at least a tenth of a second. */
  waitAfterRefusalMs(domain: string, operationName: string): number {
    const shop = this.#present(domain);
    const cost = Math.min(this.#costs.get(operationName) ?? UNKNOWN_COST, shop.maximumAvailable);
    return Math.max(100, Math.ceil(((cost - shop.currentlyAvailable) / shop.restoreRate) * 1_000));
  }
}
