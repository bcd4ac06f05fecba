export interface BucketSettings {
  throttle: { maximumAvailable: number; restoreRate: number };
}

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/** Shopify's limit on the Admin API: cost points are taken out and flow back with time. Settings may change while it runs. */
export class LeakyBucket {
  readonly #settings: BucketSettings;
  #missing = 0;
  #countedAtMs = Date.now();

  constructor(settings: BucketSettings) {
    this.#settings = settings;
  }

  status(): ThrottleStatus {
    const { maximumAvailable, restoreRate } = this.#settings.throttle;
    const now = Date.now();
    this.#missing = Math.max(0, this.#missing - ((now - this.#countedAtMs) / 1000) * restoreRate);
    this.#countedAtMs = now;
    return { maximumAvailable, currentlyAvailable: Math.max(0, Math.floor(maximumAvailable - this.#missing)), restoreRate };
  }

  /** Takes the points, or takes none and answers false when there are too few. */
  take(points: number): boolean {
    if (this.status().currentlyAvailable < points) return false;
    this.#missing += points;
    return true;
  }

  /** Gives back what was requested but not used. */
  giveBack(points: number): void {
    this.#missing = Math.max(0, this.#missing - points);
  }
}
