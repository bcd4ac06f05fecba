import { GraphQLError } from "graphql";

/** For everything that Shopify has and the stand-in has not: it fails, so that no answer is ever invented. */
export const notImplemented = (what: string): GraphQLError =>
  new GraphQLError(`${what} is not implemented in the stand-in`, { extensions: { code: "NOT_IMPLEMENTED" } });

/** What Shopify answers for a wrong argument, such as a page without a size. */
export const badRequest = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });

export const notApproved = (fieldName: string): GraphQLError =>
  new GraphQLError(`This app is not approved to use the ${fieldName} field. See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.`, {
    extensions: { code: "ACCESS_DENIED", documentation: "https://shopify.dev/docs/apps/launch/protected-customer-data" },
  });

export const accessDenied = (fieldName: string, requiredAccess: string): GraphQLError =>
  new GraphQLError(`Access denied for ${fieldName} field. Required access: ${requiredAccess}`, {
    extensions: { code: "ACCESS_DENIED", documentation: "https://shopify.dev/api/usage/access-scopes", requiredAccess },
  });
