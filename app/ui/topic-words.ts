const TOPIC_WORDS: Record<string, string> = {
  "orders/create": "Order placed",
  "orders/paid": "Order paid",
  "orders/updated": "Order changed",
  "orders/cancelled": "Order cancelled",
  "orders/delete": "Order deleted",
  "order_transactions/create": "Payment of an order",
  "refunds/create": "Refund",
  "customers/create": "Customer added",
  "customers/update": "Customer changed",
  "customers/enable": "Account activated",
  "customer.tags_added": "Customer tagged",
  "customer.tags_removed": "Tag of a customer removed",
  "customers/delete": "Customer deleted",
  "customers/merge": "Customers merged",
  "customers/data_request": "Customer asks for their data",
  "customers/redact": "Customer to be erased",
  "customer_account_settings/update": "Customer accounts changed",
  "shop/update": "Shop changed",
  "shop/redact": "Shop to be erased",
  "app/uninstalled": "App uninstalled",
  "app/scopes_update": "Access changed",
  "bulk_operations/finish": "Orders ready to be read",
};

/** What Shopify told with a delivery of this topic, such as "Order paid"; the topic itself where it is none of ours. */
export const topicWords = (topic: string): string => (Object.hasOwn(TOPIC_WORDS, topic) ? TOPIC_WORDS[topic] : undefined) ?? topic;
