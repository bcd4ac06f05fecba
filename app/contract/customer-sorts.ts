/** By last order, number of orders, time at the stage, or last name. A `-` in front: newest, most or last letter first. */
export const CUSTOMER_SORT_NAMES = ["-last_order", "last_order", "-orders", "orders", "-since", "since", "name", "-name"] as const;

export type CustomerSort = (typeof CUSTOMER_SORT_NAMES)[number];
