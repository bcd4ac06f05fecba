import type { Tx } from "#app/platform/db.server.ts";

/** One stored sign-in of a shop. Tokens are sealed to this row; an absent access token means that it was found dead. */
export type SessionRow = {
  domain: string;
  id: string;
  state: string;
  scope: string | null;
  expiresAt: Date | null;
  accessTokenSealed: string | null;
  refreshTokenSealed: string | null;
  refreshTokenExpiresAt: Date | null;
  updatedAt: Date;
};

/** A sign-in together with what the shop says about it. */
export type SessionOfShop = SessionRow & {
  /** False before the first installation is recorded, and after the shop has uninstalled the app. */
  isInstalled: boolean;
  reopenNeededAt: Date | null;
};

const select = `
  select s.shop_domain as domain, s.id, s.state, s.scope, s.expires_at as "expiresAt",
         s.access_token_sealed as "accessTokenSealed", s.refresh_token_sealed as "refreshTokenSealed",
         s.refresh_token_expires_at as "refreshTokenExpiresAt", s.updated_at as "updatedAt",
         (h.id is not null and h.uninstalled_at is null) as "isInstalled", h.reopen_needed_at as "reopenNeededAt"
  from sessions s left join shops h on h.domain = s.shop_domain`;

export async function findSession(tx: Tx, domain: string, id: string): Promise<SessionOfShop | undefined> {
  const { rows } = await tx.query<SessionOfShop>({ name: "find-session", text: `${select} where s.shop_domain = $1 and s.id = $2`, values: [domain, id] });
  return rows[0];
}

/** The same, and nobody else may change this row until the transaction ends. */
export async function lockSession(tx: Tx, domain: string, id: string): Promise<SessionOfShop | undefined> {
  const { rows } = await tx.query<SessionOfShop>(`${select} where s.shop_domain = $1 and s.id = $2 for update of s`, [domain, id]);
  return rows[0];
}

/** The same where there may be no row yet: then an empty one is made, so that those who come at the same time wait here, too. */
export async function lockOrMakeSession(tx: Tx, { domain, id, state }: Pick<SessionRow, "domain" | "id" | "state">): Promise<SessionOfShop | undefined> {
  // `ON CONFLICT DO UPDATE` settles who comes first for one unique index only, and this table has two.
  await tx.query("insert into sessions (shop_domain, id, state) values ($1, $2, $3) on conflict do nothing", [domain, id, state]);
  return lockSession(tx, domain, id);
}

export async function findSessionsOfShop(tx: Tx, domain: string): Promise<SessionOfShop[]> {
  return (await tx.query<SessionOfShop>(`${select} where s.shop_domain = $1 order by s.id`, [domain])).rows;
}

/**
 * Writes a new pair of tokens over the old one, which Shopify gave us at `row.updatedAt`: so the app is installed there, the
 * shop needs not be opened again, and a wish that it be erased is over. The one place that notes when tokens were given; whoever
 * calls it has locked the session. Answers the shop if it is installed here.
 */
export async function writeSession(tx: Tx, row: SessionRow): Promise<{ shopId: number; grantedScopes: string[] } | undefined> {
  const { domain, id } = row;
  await tx.query(
    `update sessions set state = $3, scope = $4, expires_at = $5, access_token_sealed = $6, refresh_token_sealed = $7,
       refresh_token_expires_at = $8, updated_at = $9
     where shop_domain = $1 and id = $2`,
    [domain, id, row.state, row.scope, row.expiresAt, row.accessTokenSealed, row.refreshTokenSealed, row.refreshTokenExpiresAt, row.updatedAt],
  );
  const { rows } = await tx.query<{ shopId: number; grantedScopes: string[]; isInstalled: boolean }>(
    `update shops set tokens_given_at = greatest(tokens_given_at, $2), reopen_needed_at = null, erase_asked_at = null, erase_refused_since = null
     where domain = $1 returning id as "shopId", granted_scopes as "grantedScopes", uninstalled_at is null as "isInstalled"`,
    [domain, row.updatedAt],
  );
  return rows[0]?.isInstalled ? rows[0] : undefined;
}

/** Keeps the sealed pair and marks the shop; `at` is also the time of the last try, which spaces out the following ones. */
export async function markReopenNeeded(tx: Tx, domain: string, { id, at }: { id: string; at: Date }): Promise<void> {
  await tx.query(
    `with tried as (update sessions set updated_at = $3 where shop_domain = $1 and id = $2)
     update shops set reopen_needed_at = $3 where domain = $1 and reopen_needed_at is null`,
    [domain, id, at],
  );
}

/** Forgets an access token that Shopify no longer takes; the refresh token stays, so the next use asks for another pair. */
export async function dropAccessToken(tx: Tx, domain: string, id: string): Promise<void> {
  await tx.query(`update sessions set access_token_sealed = null, expires_at = null where shop_domain = $1 and id = $2`, [domain, id]);
}

export async function deleteSession(tx: Tx, domain: string, id: string): Promise<void> {
  await tx.query(`delete from sessions where shop_domain = $1 and id = $2`, [domain, id]);
}
