/** The shop of every benchmark; apart from installed-shop.ts, which needs a database to be imported. */
export const SHOP_DOMAIN = "bench.myshopify.com";
