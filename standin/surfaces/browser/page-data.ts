/** What a page of the shop knows and hands to the block on it. */
export interface PageData {
  target: string;
  /** Where the block's script lies. */
  script: string;
  locale: string;
  words: Record<string, string>;
  order: { id: string; name: string; isFirst: boolean } | null;
  checkoutToken: string | null;
  isSignedIn: boolean;
  customerId: string | null;
  /** The customer's metafields of the app. */
  metafields: { namespace: string; key: string; value: string; type: string }[];
  basket: { currency: string; totalMinor: number; lines: { productId: string; quantity: number; amountMinor: number }[] } | null;
}

/** What a block may ask of its page. */
export interface PageApi {
  token: () => Promise<string>;
  login: () => Promise<void>;
  /** Whether the checkout takes a code beside those that it has. */
  applyDiscountCode: (code: string, beside: string[]) => Promise<boolean>;
}
