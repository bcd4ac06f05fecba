import { callAdmin, UnauthorizedError } from "./call-admin.server.ts";
import { ReopenNeededError } from "./errors.ts";
import type { Operation } from "./operation.ts";
import { sessionStorage } from "./sessions.server.ts";

/**
 * Asks the Admin API of an installed shop, with the shop's own token.
 *
 * A token that Shopify no longer takes is dropped and the call made once more with a fresh one.
 * Throws the errors of errors.ts, where it is said who deals with them; none of them names a customer.
 */
export async function runAdmin<Variables extends Record<string, unknown>, Answer>(
  shop: { domain: string },
  operation: Operation<Variables, Answer>,
  variables: Variables,
): Promise<Answer> {
  const { domain } = shop;
  for (let tries = 0; tries < 2; tries++) {
    const accessToken = await sessionStorage.getAccessToken(domain);
    try {
      return await callAdmin({ domain, accessToken }, operation, variables);
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error;
      await sessionStorage.dropAccessToken(domain, accessToken);
    }
  }
  throw new ReopenNeededError(domain);
}
