/** A table with rows about one person, and how their document shows it. */
export interface PersonalTable {
  table: string;
  /** What the section is called; sections of one name follow each other. */
  section: string;
  /** Which rows are the person's: by their ids ($2), by their orders ($3), or another condition on `t`. */
  of: "customer" | "order" | { where: string };
  /** Columns by which rows are ordered. */
  order: string;
  /** Columns with the names that a person reads. */
  shown: Record<string, string>;
  /** Columns that are not shown, by reason. */
  hidden?: Partial<Record<HiddenBecause, string>>;
  /** Currency of the amounts, as SQL; the shop's own where it is not given. */
  currency?: string;
}

/**
 * Why a column is not in the document: "keeping" is how rows are found, counted and kept in step, and says nothing of
 * anybody; "told twice" stands elsewhere in the document; "staff" is another person; "secret" would open something or can be
 * read by nobody. The shop of a row is never shown.
 */
type HiddenBecause = "keeping" | "told twice" | "staff" | "secret";

const OF_ORDER = (column: string) => `(SELECT o.${column} FROM orders o WHERE o.shop_id = $1 AND o.order_id = t.order_id)`;

/** Every table that names customers or orders, in the order of the document; a test holds it against the database. */
export const PERSONAL_TABLES: PersonalTable[] = [
  {
    table: "customers", section: "Who you are", of: "customer", order: "customer_id",
    shown: {
      customer_id: "customer number", email: "e-mail", first_name: "first name", last_name: "last name", account_state: "account", created_at: "customer since", first_seen_at: "first seen by this app",
      merged_into_id: "merged into customer", merged_at: "merged at", deleted_at: "deleted at", redacted_at: "erased at", opening_count: "orders before the readable history",
      counted_orders: "orders that count in the readable history", order_count: "orders that count", first_order_at: "first order", last_order_at: "last order", spent_minor: "spent", stage: "stage",
      stage_since: "stage since", stage_order_id: "stage by order", stage_reason: "why this stage",
    },
    hidden: { keeping: "updated_at merged_directly_into_id opening_taken_at settled_at dirty_since next_due_at", secret: "email_hash" },
  },
  {
    table: "member_accounts", section: "Your account", of: "customer", order: "seen_at",
    shown: { source: "how the app heard of it", enabled_at: "made at", seen_at: "seen at" }, hidden: { "told twice": "customer_id" },
  },
  {
    table: "customer_tag_sightings", section: "Your tags in Shopify", of: "customer", order: "seen_at, tag",
    shown: { tag: "tag", is_there: "is there", since: "since", seen_at: "seen at", source: "told or read" }, hidden: { "told twice": "customer_id" },
  },
  {
    table: "orders", section: "Your orders", of: { where: "t.order_id = ANY ($3::bigint[])" }, order: "processed_at, order_id", currency: "t.currency",
    shown: {
      order_id: "order", name: "number", created_at: "made at", processed_at: "placed at", cancelled_at: "cancelled at", deleted_at: "deleted at", financial_status: "payment", fulfillment_status: "delivery",
      paid_at: "paid at", fully_refunded_at: "fully refunded at", is_test: "test order", source_name: "placed in", tags: "tags", is_tax_included: "prices include tax", total_minor: "total", original_total_minor: "total before it was edited", subtotal_minor: "subtotal",
      discount_minor: "discounts", tax_minor: "tax", shipping_minor: "shipping", refunded_minor: "refunded", discount_codes: "discount codes", fulfillments: "deliveries", lines: "products",
      is_from_file: "read from a file", customer_id: "customer number", named_customer_id: "placed as customer",
    },
    hidden: {
      keeping: "customer_version_at updated_at read_at version_hash is_paid_seen refunded_seen_at revision reread_needed_at first_customer_id first_customer_version_at changed_hands_at tags_seen", "told twice": "currency",
      secret: "email_hash checkout_token_hash",
    },
  },
  {
    table: "order_transactions", section: "Your payments", of: "order", order: "processed_at, transaction_id", currency: "t.currency",
    shown: { order_id: "order", transaction_id: "payment", kind: "kind", status: "status", amount_minor: "amount", processed_at: "at", gateway: "by", parent_id: "belongs to payment" }, hidden: { "told twice": "currency" },
  },
  {
    table: "refunds", section: "Your refunds", of: "order", order: "created_at, refund_id", currency: OF_ORDER("currency"),
    shown: { order_id: "order", refund_id: "refund", created_at: "at", amount_minor: "amount", lines: "products", adjustments: "adjustments" }, hidden: { keeping: "transaction_ids is_paid_back" },
  },
  {
    table: "stage_transitions", section: "Changes of your stage", of: "customer", order: "id",
    shown: { from_stage: "from", to_stage: "to", order_id: "by order", reason: "why", observed_at: "seen at" }, hidden: { keeping: "id", "told twice": "customer_id" },
  },
  {
    table: "member_points", section: "Your points now", of: "customer", order: "customer_id",
    shown: { settled_points: "points", pending_points: "points on their way", debt_points: "points owed", claimed_at: "claimed at", active_at: "last activity" },
    hidden: { keeping: "next_due_at", "told twice": "customer_id" },
  },
  {
    table: "ledger_entries", section: "Every movement of your points", of: "customer", order: "occurred_at, id",
    shown: {
      occurred_at: "at", kind: "kind", pending_points: "points on their way", settled_points: "points", waived_points: "points given up", order_id: "order", order_name: "order number", why: "why", recorded_at: "recorded at",
    },
    hidden: { keeping: "id key program_version", "told twice": "customer_id" },
  },
  {
    table: "lots", section: "What is left of each credit of points", of: "customer", order: "credited_at, key",
    shown: { credited_at: "credited at", order_id: "order", points: "points", left_points: "left", redeemed_points: "spent", expired_points: "expired", expires_on: "last day" }, hidden: { keeping: "key", "told twice": "customer_id" },
  },
  {
    table: "order_bookings", section: "Points of each order", of: "customer", order: "order_id",
    shown: { order_id: "order", pending_points: "on their way", credited_points: "credited", reversed_points: "taken back", waived_points: "given up", compensated_points: "compensated", settled_at: "final since" },
    hidden: { keeping: "entries order_revision booked_through course", "told twice": "customer_id" },
  },
  {
    table: "member_events", section: "What you did beside ordering", of: "customer", order: "occurred_at, id",
    shown: { event: "what", occurred_at: "at", recorded_at: "recorded at", points: "points" }, hidden: { keeping: "id key program_version rule_ids", "told twice": "customer_id" },
  },
  {
    table: "redemptions", section: "Your rewards and their codes", of: "customer", order: "reserved_at, redemption_id",
    shown: {
      reward: "reward", grant_made: "what it gives", points: "points", origin: "bought or given", code: "code", state: "state", order_id: "used with order", reserved_at: "asked for at", confirmed_at: "used for good at",
      ends_at: "ends at", closed_at: "closed at", return_reason: "why the points came back", refusal: "why it was refused", vouched_at: "given by the shop's word at",
    },
    hidden: { keeping: "redemption_id idempotency_key program_version shopify_id", staff: "vouched_by", "told twice": "customer_id" },
  },
  {
    table: "member_perks", section: "Your gifts and perks", of: "customer", order: "given_at, id",
    shown: { kind: "kind", name: "name", tier_id: "of tier", order_id: "by order", n: "by order number", given_at: "given at", ended_at: "ended at", end_reason: "why it ended", refusal: "why it was refused" },
    hidden: { keeping: "id action_id program_version redemption_id tag_is_ours", "told twice": "customer_id" },
  },
  {
    table: "nth_order_actions", section: "Gifts that an order brought", of: "customer", order: "observed_at, id",
    shown: { gift: "gift", n: "by order number", order_id: "by order", customer_tag: "tag", observed_at: "seen at", given_at: "handed over at", revoked_at: "taken back at" },
    hidden: { keeping: "id action_id program_version", staff: "given_by", "told twice": "customer_id" },
  },
  {
    table: "confirmation_codes", section: "Codes that came with your orders", of: "order", order: "given_at",
    shown: {
      order_id: "order", code: "code", way: "how", terms: "terms", state: "state", used_order_id: "used with order", refusal: "why it was refused", given_at: "given at", ends_at: "ends at", closed_at: "closed at",
    },
    hidden: { keeping: "reserved_minor shopify_id" },
  },
  {
    table: "print_codes", section: "Codes printed with your orders", of: "order", order: "planned_at",
    shown: { order_id: "order", order_number: "order number", code: "code", week: "week", state: "state", refusal: "why it was refused", planned_at: "made at" },
    hidden: { keeping: "key_version edition creation_id shopify_id" },
  },
  {
    table: "member_tiers", section: "Your tier", of: "customer", order: "since", shown: { tier_id: "tier", since: "since", changes: "changes" }, hidden: { keeping: "next_due_at", "told twice": "customer_id" },
  },
  {
    table: "tier_changes", section: "Changes of your tier", of: "customer", order: "occurred_at, id",
    shown: { from_tier_id: "from", to_tier_id: "to", occurred_at: "at", observed_at: "seen at", cause: "why" }, hidden: { keeping: "id", "told twice": "customer_id" },
  },
  {
    table: "tier_grants", section: "Tiers that the shop gave you", of: "customer", order: "granted_at, line",
    shown: { tier_id: "tier", granted_at: "given at", ends_at: "ends at", undone_at: "taken back at" }, hidden: { keeping: "import_id line", "told twice": "customer_id" },
  },
  {
    table: "member_exclusions", section: "When the shop left you out", of: "customer", order: "from_at, id",
    shown: { kind: "kind", reason: "why", from_at: "from", until_at: "until" }, hidden: { keeping: "id", staff: "set_by", "told twice": "customer_id" },
  },
  {
    table: "holdout_assignments", section: "Whether offers are held back to measure them", of: "customer", order: "assigned_at",
    shown: { arm: "group", percent: "per cent held out", assigned_at: "since" }, hidden: { "told twice": "customer_id" },
  },
  {
    table: "mail_opt_outs", section: "That you want no offers by mail", of: "customer", order: "opted_out_at",
    shown: { kind: "said in", reason: "how", opted_out_at: "at" }, hidden: { "told twice": "customer_id" },
  },
  {
    table: "effects", section: "Messages and what was done in Shopify", of: { where: "t.effect ->> 'customerId' = ANY ($2::text[])" }, order: "effect_id",
    shown: { effect: "what", state: "state", created_at: "asked for at", closed_at: "done at" },
    hidden: { keeping: "effect_id key attempts run_at outcome lane is_waited_for handed_over_at" },
  },
  {
    table: "block_views", section: "Pages after an order that showed you our block", of: "order", order: "first_seen_at",
    shown: { order_id: "order", surface: "page", first_seen_at: "first seen at" },
  },
  {
    table: "member_summaries", section: "What Shopify was told of you", of: "customer", order: "customer_id",
    shown: { tags: "tags", pushed_at: "written at", refusal: "why it was refused" },
    hidden: { keeping: "changes dirty_since pushed_hash sent_line sent_hash", "told twice": "customer_id" },
  },
  {
    table: "privacy_requests", section: "Requests about your data", of: "customer", order: "received_at, id",
    shown: { kind: "kind", received_at: "received at", due_at: "due at", completed_at: "answered at" }, hidden: { keeping: "id request_key order_ids", "told twice": "customer_id" },
  },
];
