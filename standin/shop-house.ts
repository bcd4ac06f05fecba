import { AccessTokens } from "./oauth/access-tokens.ts";
import { BulkOperations } from "./bulk-operations/bulk-operations.ts";
import { StagedUploads } from "./bulk-operations/staged-uploads.ts";
import { DeliveryQueue } from "./webhooks/delivery-queue.ts";
import { LeakyBucket } from "./admin-api/leaky-bucket.ts";
import { LivePlay } from "./histories/live-play.ts";
import { goodDay, type Faults } from "./control/faults.ts";
import type { Standin } from "./standin.ts";
import type { Shop } from "./shop/shop.ts";

/** A shop with what Shopify keeps around it: the app's tokens, its webhooks, its limits and the faults asked for. */
export class ShopHouse {
  readonly shop: Shop;
  readonly tokens = new AccessTokens();
  readonly faults: Faults = goodDay();
  readonly bucket: LeakyBucket;
  readonly deliveries: DeliveryQueue;
  readonly bulkOperations: BulkOperations;
  readonly stagedUploads = new StagedUploads();
  readonly livePlay: LivePlay;

  constructor(shop: Shop, standin: Standin) {
    this.shop = shop;
    this.bucket = new LeakyBucket(this.faults.admin);
    this.deliveries = new DeliveryQueue(shop, this.faults, standin.settings);
    this.bulkOperations = new BulkOperations(shop, this.faults);
    this.livePlay = new LivePlay(shop, this.deliveries);
    shop.emit = (topic, payload, occurredAtMs) => this.deliveries.add(topic, payload, occurredAtMs);
  }

  async close(): Promise<void> {
    this.livePlay.stop();
    this.bulkOperations.close();
    await this.deliveries.close();
  }
}
