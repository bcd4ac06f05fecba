/** `perSecond` calls flow in, up to `burst`. */
export interface CallRate {
  perSecond: number;
  burst: number;
}

const CALLERS_MAX = 20_000;

interface Caller {
  left: number;
  atMs: number;
}

/**
 * Counts calls by caller in this process; each web process has its own count, so the limit grows with their number. Of
 * 20,000 callers, the 10,000 who called last are always known.
 */
export class CallLimit {
  readonly #rate: CallRate;
  // In two halves, of which the older is dropped whole: to keep all in the order of their calls costs more than the count.
  #recent = new Map<string, Caller>();
  #earlier = new Map<string, Caller>();

  constructor(rate: CallRate) {
    this.#rate = rate;
  }

  /** Takes one call. Undefined when it may be answered; else in how many whole seconds to ask again. */
  take(caller: string, nowMs: number): number | undefined {
    const { perSecond, burst } = this.#rate;
    const known = this.#recent.get(caller) ?? this.#add(caller, this.#earlier.get(caller) ?? { left: burst, atMs: nowMs });
    const left = Math.min(burst, known.left + (Math.max(0, nowMs - known.atMs) / 1_000) * perSecond);
    known.left = left >= 1 ? left - 1 : left;
    known.atMs = nowMs;
    return left >= 1 ? undefined : Math.max(1, Math.ceil((1 - left) / perSecond));
  }

  #add(caller: string, known: Caller): Caller {
    if (this.#recent.size >= CALLERS_MAX / 2) [this.#earlier, this.#recent] = [this.#recent, new Map()];
    this.#recent.set(caller, known);
    return known;
  }
}
