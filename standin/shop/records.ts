/** What a shop of the stand-in knows. Ids are decimal strings, instants are milliseconds, money is in minor units. */

export interface ProductRecord {
  id: string;
  variantId: string;
  title: string;
  sku: string;
  priceMinor: number;
  createdAtMs: number;
  giftCard: boolean;
  tags?: string[];
  /** Further variants, which only the shop's own pages know. */
  moreVariants?: { id: string; title: string; priceMinor: number }[];
}

export interface CollectionRecord {
  id: string;
  title: string;
  productIds: string[];
  createdAtMs: number;
}

export interface CustomerRecord {
  id: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  state: "DISABLED" | "ENABLED" | "INVITED" | "DECLINED";
  tags: string[];
  note: string | null;
  /** As Shopify writes it; absent: NOT_SUBSCRIBED. */
  marketingState?: "SUBSCRIBED" | "NOT_SUBSCRIBED" | "UNSUBSCRIBED" | "PENDING" | undefined;
  /** Absent: "en". */
  locale?: string | undefined;
  createdAtMs: number;
  updatedAtMs: number;
  /** By the time of placing. */
  orders: OrderRecord[];
}

export interface LineRecord {
  id: string;
  product: ProductRecord | null;
  title: string;
  sku: string | null;
  quantity: number;
  unitPriceMinor: number;
  /** The part of the order's discount that falls on this line. */
  discountMinor: number;
  /** Tax of the whole line; inside of the price when the order's `taxesIncluded` is set, on top of it otherwise. */
  taxMinor: number;
  giftCard: boolean;
}

export interface TransactionRecord {
  id: string;
  kind: "SALE" | "REFUND" | "AUTHORIZATION" | "CAPTURE" | "VOID";
  status: "SUCCESS" | "PENDING" | "FAILURE" | "ERROR";
  amountMinor: number;
  createdAtMs: number;
  processedAtMs: number;
  gateway: string;
  parentId: string | null;
}

export interface RefundLineRecord {
  id: string;
  line: LineRecord;
  quantity: number;
  subtotalMinor: number;
  taxMinor: number;
}

export interface RefundRecord {
  id: string;
  createdAtMs: number;
  note: string | null;
  lines: RefundLineRecord[];
  /** Refunded shipping, of which the stand-in's orders have one line without tax. */
  shippingLines: { id: string; subtotalMinor: number; taxMinor: number }[];
  transactions: TransactionRecord[];
  /** What was refunded beyond its lines and its shipping: a negative amount is money given back, as Shopify writes it. */
  adjustments: { id: string; amountMinor: number }[];
  /** What its transactions are to give back, whatever became of them. */
  totalMinor: number;
}

export interface FulfillmentRecord {
  id: string;
  status: "SUCCESS";
  createdAtMs: number;
  updatedAtMs: number;
  deliveredAtMs: number | null;
}

export interface DiscountRecord {
  code: string;
  amountMinor: number;
}

export interface OrderRecord {
  id: string;
  /** 1001 for the order named #1001. */
  number: number;
  token: string;
  createdAtMs: number;
  processedAtMs: number;
  updatedAtMs: number;
  cancelledAtMs: number | null;
  closedAtMs: number | null;
  customer: CustomerRecord | null;
  email: string | null;
  currency: string;
  taxesIncluded: boolean;
  test: boolean;
  sourceName: string;
  tags: string[];
  note: string | null;
  discounts: DiscountRecord[];
  lines: LineRecord[];
  shippingMinor: number;
  /** What the customer was asked for when the order was placed, and for lines that were added since. */
  totalMinor: number;
  /** What was asked for when the order was placed, once an edit has added something. */
  originalTotalMinor?: number;
  transactions: TransactionRecord[];
  refunds: RefundRecord[];
  fulfillments: FulfillmentRecord[];
}
