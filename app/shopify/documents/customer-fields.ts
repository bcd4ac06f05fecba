import { z } from "zod";

/** What is kept of a customer. `numberOfOrders` counts all orders, also those too old for this app to read. */
export const CUSTOMER_FIELDS = `
  id firstName lastName state createdAt updatedAt numberOfOrders
  defaultEmailAddress { emailAddress }`;

/** A customer as the Admin API has it. `numberOfOrders` is a decimal text; `state` is in capitals (ENABLED, DISABLED, INVITED, DECLINED). */
export const customer = z.object({
  id: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  state: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  numberOfOrders: z.string(),
  defaultEmailAddress: z.object({ emailAddress: z.string() }).nullable(),
});

export type AdminCustomer = z.infer<typeof customer>;
