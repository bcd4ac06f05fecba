import { z } from "zod";
import { orList, type FormDescription } from "../form.ts";
import type { PlacedOrder } from "./placed-order.ts";
import { tagList } from "./product-tag.ts";

/** The customer had one of these tags at the time. */
export const customerTag = z.object({ kind: z.literal("customer_tag"), tags: tagList });

type CustomerTag = z.output<typeof customerTag>;

export const hasCustomerTag = ({ tags }: CustomerTag, { member }: Pick<PlacedOrder, "member">): boolean => member.customerTags.some((tag) => tags.includes(tag));

export const customerTagForm: FormDescription<CustomerTag> = {
  label: "Customer tag",
  fields: [{ name: "tags", label: "The customer is tagged", input: "text_list" }],
  sentence: ({ tags }) => `the customer is tagged ${orList(tags)}`,
};
