const BETWEEN_LOOKS_MS = 40;

/**
 * Waits for a state: looks again until `look` gives something other than undefined, null or false, and answers that.
 *
 * `description` completes "waited for ..." in the error after `timeoutMs` (default 20 s), together with what the last
 * look gave or threw. A look that throws counts as "not yet".
 */
export async function waitFor<T>(description: string, look: () => Promise<T> | T, timeoutMs = 20_000): Promise<NonNullable<Exclude<T, false>>> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    let last: unknown;
    try {
      const answer = await look();
      if (answer !== undefined && answer !== null && answer !== false) return answer as NonNullable<Exclude<T, false>>;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > until) throw new Error(`Waited ${timeoutMs} ms for ${description}. Last look: ${String(last)}`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
  }
}
