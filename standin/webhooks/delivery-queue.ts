import { randomUUID } from "node:crypto";
import { Agent } from "node:http";
import type { Faults } from "#standin/control/faults.ts";
import type { StandinSettings } from "#standin/settings.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { BodyFile, type BodyPlace } from "./body-file.ts";
import { pickFields } from "./pick-fields.ts";
import { postDelivery } from "./post-delivery.ts";
import { LATE_MS, sentinelOf } from "./sentinels.ts";
import { seededRandom } from "./seeded-random.ts";
import { withoutPersonalData } from "./without-personal-data.ts";

export type DeliveryState = "waiting" | "sending" | "delivered" | "dropped" | "given-up";

export interface Delivery {
  webhookId: string;
  eventId: string;
  topic: string;
  triggeredAt: string;
  state: DeliveryState;
  attempts: number;
  /** The app's last answer; 0 for none within five seconds, null before the first attempt. */
  lastStatus: number | null;
  dueAtMs: number;
  body: BodyPlace;
}

const CONCURRENCY = 10;
const ATTEMPTS_MAX = 8;
/** Shopify retries for four hours; these are seconds until the next attempt, before the time scale. */
const RETRY_AFTER_SECONDS = [10, 30, 120, 480, 1200, 3600, 7200];
/** A shuffled queue gathers for a moment, or there would be nothing to shuffle. */
const SHUFFLE_GATHERING_MS = 50;

/** Signs and posts the webhooks of one shop, keeps a log of them, and duplicates, drops, delays and shuffles on request. */
export class DeliveryQueue {
  readonly log: Delivery[] = [];
  readonly #shop: Shop;
  readonly #faults: Faults;
  readonly #settings: StandinSettings;
  readonly #bodies = new BodyFile();
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  #waiting: Delivery[] = [];
  #sending = 0;
  #timer: NodeJS.Timeout | undefined;
  #random = seededRandom(1);
  #seed = 1;
  #settled: (() => void)[] = [];
  #closed = false;

  constructor(shop: Shop, faults: Faults, settings: StandinSettings) {
    this.#shop = shop;
    this.#faults = faults;
    this.#settings = settings;
  }

  /** Takes in one event, if the app has subscribed to it. The compliance topics are sent to an uninstalled app as well. */
  add(topic: string, payload: Record<string, unknown>, occurredAtMs: number): void {
    const subscription = this.#settings.subscriptions.find((one) => one.topic === topic);
    if (this.#closed || !subscription || !(this.#shop.installed || subscription.isCompliance)) return;
    const sentinel = sentinelOf(payload);
    const shared = this.#shop.settings.sharesPersonalData === false ? withoutPersonalData(payload) : payload;
    const body = JSON.stringify(pickFields(shared, subscription.includeFields));
    const delivery: Delivery = {
      webhookId: randomUUID(), eventId: randomUUID(), topic, triggeredAt: new Date(occurredAtMs).toISOString(), state: "waiting",
      attempts: 0, lastStatus: null, dueAtMs: 0, body: this.#bodies.append(sentinel === "broken" ? body.slice(0, body.length / 2) : body),
    };
    const { dropShare, duplicateShare } = this.#faults.webhooks;
    const isDropped = this.#chance() < dropShare || sentinel === "lost";
    const isDoubled = this.#chance() < duplicateShare || sentinel === "twice";
    this.log.push(delivery);
    if (isDropped) delivery.state = "dropped";
    else this.#enqueue(delivery, sentinel === "late" ? LATE_MS : 0);
    if (isDoubled && !isDropped) this.#again(delivery, true);
  }

  /** How many are neither answered nor given up. */
  get pendingCount(): number {
    return this.#waiting.length + this.#sending;
  }

  /** Sends again what the filter finds, with its own id or a fresh one. Answers how many. */
  replay(isWanted: (delivery: Delivery) => boolean, sameId: boolean): number {
    const wanted = this.log.filter((delivery) => delivery.state !== "waiting" && delivery.state !== "sending" && isWanted(delivery));
    for (const delivery of wanted) this.#again(delivery, sameId);
    return wanted.length;
  }

  /** Sends everything that waits without further delay; resolves when all are answered or given up. */
  async flush(): Promise<void> {
    while (this.pendingCount > 0 && !this.#closed) {
      for (const delivery of this.#waiting) delivery.dueAtMs = 0;
      const step = new Promise<void>((resolve) => this.#settled.push(resolve));
      this.#pump();
      await step;
    }
  }

  /** Resolves when fewer than this many deliveries are pending, or when the queue is closed. */
  async waitForRoom(pendingMax: number): Promise<void> {
    while (this.pendingCount >= pendingMax && !this.#closed) {
      await new Promise<void>((resolve) => this.#settled.push(resolve));
    }
  }

  /** Forgets what waits: an uninstalled app gets nothing more. */
  forgetWaiting(): void {
    for (const delivery of this.#waiting) delivery.state = "dropped";
    this.#waiting = [];
    this.#wake();
  }

  readBody(delivery: Delivery): Buffer {
    return this.#bodies.read(delivery.body);
  }

  async close(): Promise<void> {
    this.#waiting = [];
    clearTimeout(this.#timer);
    while (this.#sending > 0) await new Promise<void>((resolve) => this.#settled.push(resolve));
    this.#closed = true;
    this.#agent.destroy();
    this.#bodies.close();
    this.#wake();
  }

  #chance(): number {
    if (this.#seed !== this.#faults.webhooks.seed) {
      this.#seed = this.#faults.webhooks.seed;
      this.#random = seededRandom(this.#seed);
    }
    return this.#random();
  }

  #again(delivery: Delivery, sameId: boolean): void {
    const copy: Delivery = { ...delivery, state: "waiting", attempts: 0, lastStatus: null, webhookId: sameId ? delivery.webhookId : randomUUID() };
    this.log.push(copy);
    this.#enqueue(copy);
  }

  #enqueue(delivery: Delivery, lateMs = 0): void {
    const { shuffle, delayMs } = this.#faults.webhooks;
    delivery.dueAtMs = Date.now() + delayMs + lateMs + (shuffle ? SHUFFLE_GATHERING_MS : 0);
    if (shuffle) this.#waiting.splice(Math.floor(this.#chance() * (this.#waiting.length + 1)), 0, delivery);
    else this.#waiting.push(delivery);
    this.#pump();
  }

  #pump(): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    while (this.#sending < CONCURRENCY) {
      const next = this.#waiting.findIndex((delivery) => delivery.dueAtMs <= now);
      if (next < 0) break;
      const [delivery] = this.#waiting.splice(next, 1);
      if (delivery) void this.#send(delivery);
    }
    const soonest = this.#waiting.reduce((least, delivery) => Math.min(least, delivery.dueAtMs), Infinity);
    if (soonest < Infinity && this.#sending < CONCURRENCY) {
      this.#timer = setTimeout(() => this.#pump(), Math.max(1, soonest - now));
      this.#timer.unref();
    }
  }

  async #send(delivery: Delivery): Promise<void> {
    this.#sending += 1;
    delivery.state = "sending";
    delivery.attempts += 1;
    const head = { ...delivery, shopDomain: this.#shop.settings.domain };
    delivery.lastStatus = await postDelivery(head, this.readBody(delivery), { settings: this.#settings, agent: this.#agent });
    this.#sending -= 1;
    if (delivery.lastStatus >= 200 && delivery.lastStatus < 300) delivery.state = "delivered";
    else if (delivery.attempts >= ATTEMPTS_MAX) delivery.state = "given-up";
    else this.#retryLater(delivery);
    this.#wake();
    this.#pump();
  }

  #retryLater(delivery: Delivery): void {
    const seconds = RETRY_AFTER_SECONDS[delivery.attempts - 1] ?? 7200;
    delivery.state = "waiting";
    delivery.dueAtMs = Date.now() + seconds * 1000 * this.#faults.webhooks.retryTimeScale;
    this.#waiting.push(delivery);
  }

  #wake(): void {
    const waiters = this.#settled;
    this.#settled = [];
    for (const wake of waiters) wake();
  }
}
