import { updateCustomer } from "#standin/shop/change-customer.ts";
import { fieldsOf, findIdInGid } from "./fields.ts";
import { accessDenied } from "./graphql-errors.ts";

const refused = (field: string, message: string): object => ({ customer: null, userErrors: [{ code: "INVALID", field: [field], message }] });

/** Shopify's invitation to a classic customer account. Its mail is not written here; that it was sent shows in the customer's state. */
export const accountInviteFields = fieldsOf<object>({
  customerSendAccountInviteEmail(_source, args, { house: { shop }, typeNames }) {
    if (!shop.grantedScopes.includes("write_customers")) throw accessDenied("customerSendAccountInviteEmail", "`write_customers` access scope.");
    const customer = shop.customers.get(findIdInGid("Customer", args["customerId"]) ?? "");
    if (!customer) return refused("customerId", "Customer can't be found");
    if (shop.settings.customerAccounts !== "CLASSIC") return refused("customerId", "Legacy customer accounts are disabled");
    if (customer.state === "ENABLED") return refused("customerId", "Customer account is already enabled");
    if (customer.email === null) return refused("customerId", "Customer has no email address");
    updateCustomer(shop, customer, { state: "INVITED" });
    typeNames.set(customer, "Customer");
    return { customer, userErrors: [] };
  },
});
