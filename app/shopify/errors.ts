// Trouble with Shopify is dealt with as near to the call as something can be done about it. A performer of an effect makes an outcome of
// what is refused for good (effects/refusal.ts); what is read for a page only may be left out of it. The loops over effects, mail and
// summaries put off what met trouble, for as long as such a thing can wait, and go on with the rest. Everything else ends in
// jobs/with-shopify-trouble.server.ts.

/** One thing that Shopify refused about an input; `field` is the path within the input, empty when it concerns the whole. */
export type UserError = { field: string[]; message: string; code?: string | undefined };

/** Shopify will give the same answer however often it is asked: stop, and tell the merchant. */
export class TerminalError extends Error {
  override name = "TerminalError";
  /** Shopify's word for the reason, such as ACCESS_DENIED; undefined where it gives none. */
  readonly code: string | undefined;
  readonly userErrors: readonly UserError[];
  constructor(message: string, { code, userErrors = [] }: { code?: string | undefined; userErrors?: readonly UserError[] } = {}) {
    super(message);
    this.code = code;
    this.userErrors = userErrors;
  }
}

/** Shopify or the way to it is in trouble: try again later, with growing pauses. */
export class RetryableError extends Error {
  override name = "RetryableError";
}

/** The shop's allowance is used up; there will be enough again after `waitMs`. */
export class ThrottledError extends Error {
  override name = "ThrottledError";
  readonly waitMs: number;
  constructor(waitMs: number) {
    super(`Shopify asks to wait ${waitMs} ms`);
    this.waitMs = waitMs;
  }
}

/** Thrice has no usable token: background work pauses until somebody opens the app in the shop's admin. */
export class ReopenNeededError extends Error {
  override name = "ReopenNeededError";
  constructor(domain: string) {
    super(`${domain} needs to be opened again`);
  }
}

/** The app is uninstalled, or the shop is closed, frozen or locked: nothing more may be asked there. */
export class ShopGoneError extends Error {
  override name = "ShopGoneError";
  /** The status that Shopify answered: 402 frozen, 404 no such shop, 423 locked; undefined where it was not asked. */
  readonly status: number | undefined;
  constructor(domain: string, status?: number) {
    super(`${domain} no longer answers Thrice`);
    this.status = status;
  }
}
