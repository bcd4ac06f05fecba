import { announceOrder } from "#standin/shop/place-order.ts";
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

  /** Starts to play; with `fromMs` the webhooks of orders that are in the shop already since then are sent as well. */
  start(fromMs: number | undefined): PlayProgress {
    if (this.#progress.running) throw new Error("the history is playing already");
    const again = fromMs === undefined ? [] : [...this.#shop.orders.values()].filter((order) => order.processedAtMs >= fromMs);
    again.sort((a, b) => a.processedAtMs - b.processedAtMs);
    const orders = [...again, ...this.#shop.heldBack];
    this.#shop.heldBack = [];
    this.#progress = { running: true, total: orders.length, played: 0 };
    void this.#play(orders);
    return this.progress;
  }

  stop(): void {
    this.#stopped = true;
  }

  async #play(orders: OrderRecord[]): Promise<void> {
    for (const order of orders) {
      await this.#deliveries.waitForRoom(WAITING_MAX);
      if (this.#stopped) break;
      const { customer } = order;
      if (customer && !this.#shop.customers.has(customer.id)) this.#shop.addCustomer(customer);
      if (!this.#shop.orders.has(order.id)) this.#shop.addOrder(order);
      announceOrder(this.#shop, order, customer?.orders[0] === order);
      this.#progress.played += 1;
    }
    this.#progress.running = false;
  }
}
