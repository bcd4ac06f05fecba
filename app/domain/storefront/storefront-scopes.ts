/** Reading which blocks stand in the live theme. */
export const THEMES_SCOPE = "read_themes";

/** Reading in which languages the shop is published. */
export const LOCALES_SCOPE = "read_locales";

/** What would make the page of the blocks say more, sorted; the merchant is asked for it there. */
export const missingStorefrontScopes = (grantedScopes: readonly string[]): string[] => [LOCALES_SCOPE, THEMES_SCOPE].filter((scope) => !grantedScopes.includes(scope));
