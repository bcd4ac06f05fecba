/** What one card of a page has to show, or that it could not be read. */
export type Card<T> = { outcome: "ready"; value: T } | { outcome: "failed" };

/** What a card needs to offer "Try again". */
export type Retry = { onRetry: () => void; isRetrying: boolean };
