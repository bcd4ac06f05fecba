export type ApiToken = {
  id: string;
  name: string;
  lastFour: string;
  createdAt: string;
  /** To the minute; null when it was never used. */
  lastUsedAt: string | null;
};

/** The shop's API tokens that still work, newest first. The token itself is stored nowhere. */
export async function listApiTokens(shopId: number): Promise<ApiToken[]> {
  throw new Error(`no API tokens of shop ${shopId} yet`);
}
