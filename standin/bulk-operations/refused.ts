/** A query that Shopify does not take for a bulk operation; the message is the user error. */
export class Refused extends Error {}
