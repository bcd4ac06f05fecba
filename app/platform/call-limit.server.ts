/** `perSecond` calls flow in, up to `burst`. */
export interface CallRate {
  perSecond: number;
  burst: number;
}

const CALLERS_MAX = 20_000;

/**
 * Counts calls by caller in this process; each web process has its own count, so the limit grows with their number. Whoever
 * called longest ago is forgotten when there are too many.
 */
export class CallLimit {
  readonly #rate: CallRate;
  readonly #callers = new Map<string, { left: number; atMs: number }>();

  constructor(rate: CallRate) {
    this.#rate = rate;
  }

  /** Takes one call. Undefined when it may be answered; else in how many whole seconds to ask again. */
  take(caller: string, nowMs: number): number | undefined {
    const { perSecond, burst } = this.#rate;
    const was = this.#callers.get(caller);
    const left = was ? Math.min(burst, was.left + (Math.max(0, nowMs - was.atMs) / 1_000) * perSecond) : burst;
    this.#callers.delete(caller);
    this.#callers.set(caller, { left: left >= 1 ? left - 1 : left, atMs: nowMs });
    if (this.#callers.size > CALLERS_MAX) this.#callers.delete(this.#callers.keys().next().value ?? "");
    return left >= 1 ? undefined : Math.max(1, Math.ceil((1 - left) / perSecond));
  }
}
