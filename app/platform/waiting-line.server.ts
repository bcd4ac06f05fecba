/** A line in which whoever comes first goes first, so many at once. Waiting in it costs nothing but the wait. */
export class WaitingLine {
  #free: number;
  readonly #places: number;
  // A set keeps the order in which its members came, and gives up any of them at once.
  readonly #waiting = new Set<() => void>();

  constructor(places: number) {
    this.#places = places;
    this.#free = places;
  }

  /** Whether nobody is in it. */
  get isIdle(): boolean {
    return this.#free === this.#places;
  }

  /** Whether somebody waits for a place. */
  get isWanted(): boolean {
    return this.#waiting.size > 0;
  }

  /**
   * Waits for a place, at the longest until `untilMs` (of `performance.now()`). Answers what gives the place back, which may
   * be called more than once; undefined when none came free in time.
   */
  async enter(untilMs: number): Promise<(() => void) | undefined> {
    if (this.#free > 0) {
      this.#free -= 1;
      return this.#place();
    }
    const turn = Promise.withResolvers<boolean>();
    const call = () => turn.resolve(true);
    this.#waiting.add(call);
    const patience = setTimeout(() => {
      this.#waiting.delete(call);
      turn.resolve(false);
    }, Math.max(0, untilMs - performance.now()));
    const isTurn = await turn.promise;
    clearTimeout(patience);
    return isTurn ? this.#place() : undefined;
  }

  #place(): () => void {
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const [next] = this.#waiting;
      if (!next) this.#free += 1;
      else {
        this.#waiting.delete(next);
        next();
      }
    };
  }
}
