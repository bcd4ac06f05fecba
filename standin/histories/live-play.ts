import { announceOrder } from "#standin/shop/place-order.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import type { OrderRecord } from "#standin/shop/records.ts";
import type { Shop } from "#standin/shop/shop.ts";
import type { DeliveryQueue } from "#standin/webhooks/delivery-queue.ts";

export interface PlayProgress {
  running: boolean;
  total: number;
  played: number;
}

/** So many deliveries may wait before the next order happens; a long history must not pile up. */
const WAITING_MAX = 100;

/** What is played: orders from `fromMs` on that are in the shop already once more, and so many refunds of a part of an order. */
export interface PlayWish {
  fromMs?: number | undefined;
  partialRefunds?: number;
}

const DAY_MS = 86_400_000;

/** Lets the held-back orders of a history happen: they enter the shop one by one and their webhooks go out. */
export class LivePlay {
  readonly #shop: Shop;
  readonly #deliveries: DeliveryQueue;
  #progress: PlayProgress = { running: false, total: 0, played: 0 };
  #stopped = false;

  constructor(shop: Shop, deliveries: DeliveryQueue) {
    this.#shop = shop;
    this.#deliveries = deliveries;
  }

  get progress(): PlayProgress {
    return { ...this.#progress };
  }

  /** Starts to play. Throws while another play is running. */
  start({ fromMs, partialRefunds = 0 }: PlayWish): PlayProgress {
    if (this.#progress.running) throw new Error("the history is playing already");
    const again = fromMs === undefined ? [] : [...this.#shop.orders.values()].filter((order) => order.processedAtMs >= fromMs);
    again.sort((a, b) => a.processedAtMs - b.processedAtMs);
    const orders = [...again, ...this.#shop.heldBack];
    this.#shop.heldBack = [];
    this.#progress = { running: true, total: orders.length, played: 0 };
    void this.#play(orders, refundedOf(orders, partialRefunds));
    return this.progress;
  }

  stop(): void {
    this.#stopped = true;
  }

  async #play(orders: OrderRecord[], refunded: Set<OrderRecord>): Promise<void> {
    for (const order of orders) {
      await this.#deliveries.waitForRoom(WAITING_MAX);
      if (this.#stopped) break;
      const customer = this.#survivorOf(order.customer);
      order.customer = customer;
      if (customer && !this.#shop.customers.has(customer.id)) this.#shop.addCustomer(customer);
      if (!this.#shop.orders.has(order.id)) this.#shop.addOrder(order);
      announceOrder(this.#shop, order, customer?.orders[0] === order);
      if (refunded.has(order)) this.#refundPart(order);
      this.#progress.played += 1;
    }
    this.#progress.running = false;
  }

  // Whoever was merged away meanwhile comes as who they are now.
  #survivorOf(customer: OrderRecord["customer"]): OrderRecord["customer"] {
    const kept = customer && this.#shop.mergedInto.get(customer.id);
    return kept ? this.#survivorOf(kept) : customer;
  }

  // One piece of the dearest line, a day later: something else is always kept, so the order still counts.
  #refundPart(order: OrderRecord): void {
    const [line] = order.lines.toSorted((a, b) => b.unitPriceMinor - a.unitPriceMinor);
    if (!line) return;
    const atMs = Math.min(order.processedAtMs + DAY_MS, this.#shop.nowMs());
    refundOrder(this.#shop, order, { lines: [{ lineId: line.id, quantity: 1 }], note: "Arrived broken", atMs });
  }
}

/** Orders spread evenly over those of which something stays after one piece went back: the same ones each time. */
function refundedOf(orders: OrderRecord[], count: number): Set<OrderRecord> {
  const partly = orders.filter(({ lines, refunds }) => refunds.length === 0 && lines.filter(({ unitPriceMinor, quantity }) => unitPriceMinor > 0 && quantity > 0).length >= 2);
  const chosen = Array.from({ length: Math.min(count, partly.length) }, (_, index) => partly[Math.floor((index * partly.length) / count)]);
  return new Set(chosen.filter((order) => order !== undefined));
}
