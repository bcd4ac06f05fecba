/** What a shop has to grant before Shopify can be told of its members' points. */
export const SUMMARY_SCOPE = "write_customers";

/** The scopes that a published program needs beside those of its rewards and the shop has not granted; asked for on the program's page. */
export const missingScopesForSummary = (grantedScopes: readonly string[]): string[] => [SUMMARY_SCOPE].filter((scope) => !grantedScopes.includes(scope));
