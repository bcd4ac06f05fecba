import { getDirectiveValues, getNamedType, type GraphQLFieldResolver, type GraphQLResolveInfo, type GraphQLTypeResolver } from "graphql";
import { accountInviteFields } from "./account-invite.ts";
import { bulkOperationFields, mutationFields } from "./bulk-operation.ts";
import { connectionPage } from "./connection-page.ts";
import { customerFields } from "./customer.ts";
import { codeDiscountFields, discountMutationFields, discountNodeFields } from "./discount.ts";
import type { ConnectionField, FieldArguments, RequestContext, TypeFields } from "./fields.ts";
import { bulkCreationCodeFields, bulkCreationFields, redeemCodeFields, redeemCodeMutationFields } from "./redeem-codes.ts";
import { giftCardFields, giftCardMutationFields } from "./gift-card.ts";
import { notImplemented } from "./graphql-errors.ts";
import { lineItemFields } from "./line-item.ts";
import { metafieldDefinitionFields, metafieldFields, metafieldMutationFields } from "./metafield.ts";
import { orderFields } from "./order.ts";
import { collectionFields } from "./collection.ts";
import { productFields, productVariantFields } from "./product.ts";
import { queryRootFields } from "./query-root.ts";
import { orderAdjustmentFields, refundFields, refundLineItemFields, refundShippingLineFields } from "./refund.ts";
import { shopFields } from "./shop.ts";
import { storeCreditMutationFields, storeCreditTransactionFields, storeDebitTransactionFields } from "./store-credit.ts";
import { tagMutationFields } from "./tags.ts";
import { themeFields } from "./theme.ts";
import { fulfillmentFields, transactionFields } from "./transaction.ts";

/** Types with a record behind them; every other object is plain and answers by its own properties. */
const FIELDS: Record<string, TypeFields> = {
  QueryRoot: queryRootFields,
  Mutation: {
    ...mutationFields, ...discountMutationFields, ...storeCreditMutationFields, ...giftCardMutationFields, ...metafieldMutationFields, ...tagMutationFields,
    ...accountInviteFields, ...redeemCodeMutationFields,
  },
  Metafield: metafieldFields,
  MetafieldDefinition: metafieldDefinitionFields,
  Shop: shopFields,
  Order: orderFields,
  LineItem: lineItemFields,
  OrderTransaction: transactionFields,
  Fulfillment: fulfillmentFields,
  Refund: refundFields,
  RefundLineItem: refundLineItemFields,
  RefundShippingLine: refundShippingLineFields,
  OrderAdjustment: orderAdjustmentFields,
  Customer: customerFields,
  Product: productFields,
  Collection: collectionFields,
  ProductVariant: productVariantFields,
  BulkOperation: bulkOperationFields,
  DiscountCodeNode: discountNodeFields,
  DiscountCodeBasic: codeDiscountFields,
  DiscountCodeBxgy: codeDiscountFields,
  DiscountCodeFreeShipping: codeDiscountFields,
  DiscountRedeemCodeBulkCreation: bulkCreationFields,
  DiscountRedeemCodeBulkCreationCode: bulkCreationCodeFields,
  DiscountRedeemCode: redeemCodeFields,
  StoreCreditAccountCreditTransaction: storeCreditTransactionFields,
  StoreCreditAccountDebitTransaction: storeDebitTransactionFields,
  GiftCard: giftCardFields,
  OnlineStoreTheme: themeFields,
};

/** The connection behind a field of a record, or undefined when the field is none. */
export function findConnection(typeName: string, fieldName: string): ConnectionField | undefined {
  const field = FIELDS[typeName]?.[fieldName];
  return field && typeof field !== "function" ? field : undefined;
}

export interface FieldRead {
  typeName: string;
  fieldName: string;
  args: FieldArguments;
}

/** Reads one field for one source; throws "not implemented" where there is no value, which is not the same as null. */
export function readField({ typeName, fieldName, args }: FieldRead, source: unknown, context: RequestContext): unknown {
  const fields = FIELDS[typeName];
  const field = fields?.[fieldName];
  const value = typeof field === "function" ? field(source, args, context)
    : field ? connectionPage(field.list(source, args, context), args)
    : fields ? undefined
    : (source as Record<string, unknown>)[fieldName];
  if (value === undefined) throw notImplemented(`${typeName}.${fieldName}`);
  return value;
}

// GraphQL fixes the four arguments.
// eslint-disable-next-line max-params
export const resolveField: GraphQLFieldResolver<unknown, RequestContext> = (source, args, context, info) => {
  const { parentType, fieldName, returnType } = info;
  const denial = context.scopes.findDenial(parentType.name, fieldName, getNamedType(returnType).name);
  if (denial) throw denial;
  if (parentType.name === "Mutation") setIdempotencyKey(context, info);
  return readField({ typeName: parentType.name, fieldName, args }, source, context);
};

// Mutations of a request run one after another.
function setIdempotencyKey(context: RequestContext, { schema, fieldNodes: [node], variableValues }: GraphQLResolveInfo): void {
  const directive = schema.getDirective("idempotent");
  const key = directive && node && getDirectiveValues(directive, node, variableValues)?.["key"];
  if (typeof key === "string") context.idempotencyKey = key;
  else delete context.idempotencyKey;
}

export const resolveType: GraphQLTypeResolver<unknown, RequestContext> = (value, context) => {
  const record = value as { __typename?: string };
  return record.__typename ?? context.typeNames.get(record);
};
