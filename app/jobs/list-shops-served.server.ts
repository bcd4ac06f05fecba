import { pool } from "#app/platform/db.server.ts";
import { SHOP_JOBS, type ShopJobName } from "#app/store/jobs.server.ts";
import { listInstalledShops, listWorkingShops, type Shop } from "#app/store/shops.server.ts";

/** For the calendar: the shops that a job may serve now, which leaves out those that wait to be opened where it needs Shopify. */
export const listShopsServed = (name: ShopJobName): Promise<Shop[]> => (SHOP_JOBS[name].needs === "shopify" ? listWorkingShops(pool) : listInstalledShops(pool));
