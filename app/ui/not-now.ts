import { useSyncExternalStore } from "react";

/**
 * Why a form came to nothing that is known: the app answered "not now", or that somebody had changed it, or no answer of the app came
 * at all. "unreachable": no form was sent, but what the page wants to read waits until the app can be reached.
 */
export type Hindrance = "not_now" | "changed_meanwhile" | "no_answer" | "unreachable";

const BY_STATUS = new Map<number, Hindrance>([[503, "not_now"], [409, "changed_meanwhile"]]);

const TRY_AGAIN_MS = 2_000;

const listeners = new Set<() => void>();
let told: Hindrance | null = null;

/**
 * Notes whether the last form that this page sent was answered with "not now", or was drawn over what somebody has changed since:
 * nothing was done, the same may be sent again.
 *
 * Such an answer carries no outcome, so that no page has to know of it (not-now-pages.ts); only its status tells. Where no
 * answer of the app comes (a broken connection, a proxy that speaks for it), the form is told the same in its place: else
 * Remix would put a failure in the place of the page and of all that was filled in. What the page reads, after a form or while
 * somebody types, waits until the app can be reached.
 * Call once in the browser, before the page comes to life.
 */
export function watchNotNow(): void {
  const fetchPage = window.fetch;
  window.fetch = async (...request) => {
    const [input, init] = request;
    if (!isForPage(input)) return fetchPage(...request);
    if ((init?.method ?? "GET") === "GET") return whenReached(() => fetchPage(...request), init?.signal);
    tell(null);
    const response = await fetchPage(...request).catch((error: unknown) => noAnswerFor(error, init?.signal));
    if (response) tell(hindranceOf(response));
    if (response && !isFromElsewhere(response)) return response;
    tell("no_answer");
    return Response.json(null, { status: 503, headers: { "x-remix-response": "yes" } });
  };
}

/** Whether Remix asks, for the outcome of a form or for what a page shows. */
const isForPage = (input: RequestInfo | URL): boolean => new URL(input instanceof Request ? input.url : input, window.location.href).searchParams.has("_data");

/** What a route answered to a form (Remix marks that) with a status that says it could not be done now. */
const hindranceOf = ({ status, headers }: Response): Hindrance | null => (headers.has("x-remix-response") && !headers.has("x-remix-catch") && BY_STATUS.get(status)) || null;

/** A failure that is not the app's own, which always bears the id of its request. */
const isFromElsewhere = ({ status, headers }: Response): boolean => status >= 500 && !headers.has("x-request-id");

/** Nothing where the connection broke, whatever the admin's own script makes of that; what was given up on purpose stays an error. */
function noAnswerFor(error: unknown, signal: AbortSignal | null | undefined): undefined {
  if (signal?.aborted || (error instanceof Error && error.name === "AbortError")) throw error;
}

/** The first answer of the app; asked for again until then, or until nobody wants it any more. What fails once only is not spoken of. */
async function whenReached(ask: () => Promise<Response>, signal: AbortSignal | null | undefined): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await ask().catch((error: unknown) => noAnswerFor(error, signal));
    if (response && !isFromElsewhere(response)) {
      if (told === "unreachable") tell(null);
      return response;
    }
    if (tries > 1 && told === null) tell("unreachable");
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    signal?.throwIfAborted();
  }
}

/** Why the last form came to nothing, until the next one is sent or until it is put away; null where it did not. */
export function useHindrance(): Hindrance | null {
  return useSyncExternalStore(subscribe, () => told, () => null);
}

export const putHindranceAway = (): void => tell(null);

function tell(hindrance: Hindrance | null): void {
  if (told === hindrance) return;
  told = hindrance;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
