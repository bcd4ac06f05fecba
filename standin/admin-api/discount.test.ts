import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCustomer } from "#standin/shop/change-customer.ts";
import { findDiscount, placeOrderWithCode, placeOrderWithCodes } from "#standin/shop/discounts.ts";
import { openTestShop, type TestShop } from "#standin/testing/open-test-shop.ts";
import { giftCardsOf } from "./gift-card.ts";
import { storeCreditOf } from "./store-credit.ts";

const CREATE = `mutation ($discount: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $discount) { codeDiscountNode { id codeDiscount { ... on DiscountCodeBasic { title status } } } userErrors { field code } }
}`;

interface Created {
  discountCodeBasicCreate: { codeDiscountNode: { id: string; codeDiscount: { title: string; status: string } } | null; userErrors: { code: string }[] };
}

describe("discounts of the Admin API", () => {
  let shop: TestShop;
  let customerId: string;
  beforeAll(async () => {
    shop = await openTestShop({ scopes: ["read_customers", "write_discounts", "write_gift_cards", "write_store_credit_account_transactions"] });
    customerId = createCustomer(shop.house.shop, { email: "ada@example.com" }).id;
  });
  afterAll(() => shop.stop());

  const create = async (discount: object) => (await shop.graphql<Created>(CREATE, { discount })).data.discountCodeBasicCreate;
  const basic = (code: string, more: object = {}) => ({
    code, title: `about ${code}`, startsAt: "2026-01-01T00:00:00Z", usageLimit: 1, context: { customers: { add: [`gid://shopify/Customer/${customerId}`] } },
    customerGets: { items: { all: true }, value: { discountAmount: { amount: "5.00" } } }, minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: "20.00" } }, ...more,
  });

  it("are made once for a code, in whatever case it is written", async () => {
    expect(await create(basic("FIRST"))).toMatchObject({ codeDiscountNode: { codeDiscount: { title: "about FIRST", status: "ACTIVE" } }, userErrors: [] });
    expect((await create(basic("first"))).userErrors).toMatchObject([{ code: "TAKEN" }]);
  });

  it.each([
    ["GREATER_THAN", { customerGets: { items: { all: true }, value: { discountAmount: { amount: "0" } } } }],
    ["VALUE_OUTSIDE_RANGE", { customerGets: { items: { all: true }, value: { percentage: 1.5 } } }],
    ["END_DATE_BEFORE_START_DATE", { endsAt: "2025-01-01T00:00:00Z" }],
    ["INVALID", { context: { customers: { add: ["gid://shopify/Customer/1"] } } }],
    ["BLANK", { title: "" }],
  ])("are refused with %s for what Shopify does not take", async (code, wrong) => {
    expect((await create(basic(`W${code}`, wrong))).userErrors).toMatchObject([{ code }]);
  });

  it("work at a checkout for whom and how often they are made, and not after they were deactivated", async () => {
    const { codeDiscountNode } = await create(basic("ONCE"));
    const buy = (totalMinor: number, id = customerId) => placeOrderWithCode(shop.house.shop, { code: "once", customer: { id }, totalMinor });
    expect(() => buy(1_999)).toThrow("larger order");
    expect(() => buy(2_000, "1")).toThrow("not for this customer");
    expect(buy(2_000)).toMatchObject({ totalMinor: 1_500, discounts: [{ code: "ONCE", amountMinor: 500 }] });
    expect(() => buy(2_000)).toThrow("was used");
    await shop.graphql("mutation ($id: ID!) { discountCodeDeactivate(id: $id) { userErrors { code } } }", { id: codeDiscountNode?.id });
    expect(() => buy(2_000)).toThrow("not active");
  });

  it("combine only where each allows the other, and none is used where two do not", async () => {
    const combinesWith = { orderDiscounts: true, productDiscounts: false, shippingDiscounts: false };
    for (const [code, more] of [["OPEN-A", { combinesWith }], ["OPEN-B", { combinesWith }], ["ALONE", {}]] as const) await create(basic(code, more));
    const buy = (codes: string[]) => placeOrderWithCodes(shop.house.shop, { codes, customer: { id: customerId }, totalMinor: 2_000 });
    expect(() => buy(["OPEN-A", "ALONE"])).toThrow("the codes OPEN-A and ALONE do not combine");
    expect(findDiscount(shop.house.shop, "open-a")?.used).toBe(0);
    expect(buy(["open-a", "OPEN-B", "OPEN-A"])).toMatchObject({ totalMinor: 1_000, discounts: [{ code: "OPEN-A", amountMinor: 500 }, { code: "OPEN-B", amountMinor: 500 }] });
  });

  it("need the scope to write them", async () => {
    const granted = shop.house.shop.grantedScopes;
    shop.house.shop.grantedScopes = ["read_customers"];
    expect((await shop.graphql(CREATE, { discount: basic("DENIED") })).errors?.map((error) => error.extensions?.["code"])).toEqual(["ACCESS_DENIED"]);
    shop.house.shop.grantedScopes = granted;
  });

  it("stand beside store credit that one key credits once, and gift cards with a code of their own", async () => {
    const credit = `mutation ($id: ID!, $key: String!) {
      storeCreditAccountCredit(id: $id, creditInput: { creditAmount: { amount: "5", currencyCode: GBP } }) @idempotent(key: $key) { storeCreditAccountTransaction { id } userErrors { code } }
    }`;
    for (const key of ["a", "a", "b"]) await shop.graphql(credit, { id: `gid://shopify/Customer/${customerId}`, key });
    expect(storeCreditOf(shop.house.shop).credits.map((one) => one.amountMinor)).toEqual([500, 500]);
    const card = `mutation ($card: GiftCardCreateInput!) { giftCardCreate(input: $card) { giftCard { lastCharacters } userErrors { code } } }`;
    const make = (code: string) => shop.graphql<{ giftCardCreate: { userErrors: { code: string }[] } }>(card, { card: { code, initialAmount: { amount: "5", currencyCode: "GBP" } } });
    expect((await make("ABCD1234")).data).toMatchObject({ giftCardCreate: { giftCard: { lastCharacters: "1234" } } });
    expect((await make("abcd1234")).data.giftCardCreate.userErrors).toMatchObject([{ code: "TAKEN" }]);
    expect((await make("short")).data.giftCardCreate.userErrors).toMatchObject([{ code: "INVALID" }]);
    expect(giftCardsOf(shop.house.shop)).toHaveLength(1);
  });
});
