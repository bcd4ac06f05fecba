let lastFailedRequestId: string | undefined;

/**
 * Remembers the id of the last request of this page that the server could not answer.
 *
 * Remix hands an error of a later navigation to the page without the headers of its response, and the id stands there.
 * Call once in the browser, before the page comes to life.
 */
export function watchFailedRequests(): void {
  const fetchPage = window.fetch;
  window.fetch = async (...request) => {
    const response = await fetchPage(...request);
    if (response.status >= 500) lastFailedRequestId = response.headers.get("x-request-id") ?? undefined;
    return response;
  };
}

/** The id to show for an error on this page; undefined on the server and until a request has failed. */
export function findFailedRequestId(): string | undefined {
  return lastFailedRequestId;
}
