import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let isToldOf = false;

/**
 * Notes whether the last form that this page sent was answered with "not now": nothing was done, the same may be sent again.
 *
 * Such an answer carries no outcome, so that no page has to know of it (not-now-pages.ts); only its status tells.
 * Call once in the browser, before the page comes to life.
 */
export function watchNotNow(): void {
  const fetchPage = window.fetch;
  window.fetch = async (...request) => {
    const sends = (request[1]?.method ?? "GET") !== "GET";
    if (sends) tell(false);
    const response = await fetchPage(...request);
    if (sends && isNotNow(response)) tell(true);
    return response;
  };
}

/** What a route answered to a form (Remix marks that) with a status that says it could not be done now. */
const isNotNow = ({ status, headers }: Response): boolean => status === 503 && headers.has("x-remix-response") && !headers.has("x-remix-catch");

/** True from such an answer until the next form is sent, or until it is put away. */
export function useNotNow(): boolean {
  return useSyncExternalStore(subscribe, () => isToldOf, () => false);
}

export const putNotNowAway = (): void => tell(false);

function tell(isNow: boolean): void {
  if (isToldOf === isNow) return;
  isToldOf = isNow;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
