import type { StorefrontReason, StorefrontRedemption } from "#app/contract/storefront.ts";
import type { PageFormats } from "#app/domain/confirmation/shopper-formats.ts";
import { grantSentence } from "#app/domain/confirmation/shopper-sentences.ts";
import { fill } from "#app/domain/confirmation/words/catalogue.ts";
import { isDecimalId } from "#app/domain/ids.ts";
import { pageLanguageOf } from "#app/domain/messages/language.ts";
import { isDiscount } from "#app/domain/redemption/reward-grant.ts";
import type { Redemption } from "#app/domain/redemption/redemption.ts";
import { Batcher } from "#app/platform/batcher.server.ts";
import { keptFormats } from "./shopper-formats.server.ts";
import { shownState } from "./shopper-rewards.server.ts";
import { firstOfShop, READ_BATCHES, SHOP_TOLD, shopsTold, storefrontPool, type StorefrontShop, type ToldShop } from "./storefront-pool.server.ts";

type WithoutBalance<Told> = Told extends unknown ? Omit<Told, "balance"> : never;

/** Where a redemption of a shopper stands, or in one sentence why it gives nothing. */
export type ToldRedemption = WithoutBalance<StorefrontRedemption> | { status: "refused"; reason: StorefrontReason; sentence: string };

interface Question {
  domain: string;
  redemptionId: string;
  customerId: string;
}

type Found = Pick<Redemption, "state" | "code" | "grant" | "endsAt" | "returnReason" | "points">;

// Whose it is: the member whom the id of whoever is signed in stands for today.
const OWN_REDEMPTION = `SELECT q.place::integer, CASE WHEN q.tells_shop THEN ${SHOP_TOLD} END AS told, r.state, r.code, r.grant_made AS grant, r.ends_at AS "endsAt", r.return_reason AS "returnReason", r.points::float8 AS points
  FROM unnest($1::text[], $2::text[], $3::bigint[], $4::boolean[]) WITH ORDINALITY AS q(domain, redemption_id, customer_id, tells_shop, place)
  JOIN shops s ON s.domain = q.domain AND s.uninstalled_at IS NULL
  LEFT JOIN customers asked ON asked.shop_id = s.id AND asked.customer_id = q.customer_id
  LEFT JOIN customers c ON c.shop_id = s.id AND c.customer_id = coalesce(asked.merged_into_id, asked.customer_id) AND c.deleted_at IS NULL AND c.redacted_at IS NULL
  LEFT JOIN redemptions r ON r.shop_id = c.shop_id AND r.redemption_id = q.redemption_id AND r.customer_id = c.customer_id
  ORDER BY q.place`;

type Row = { place: number; told: ToldShop | null } & (Found | { state: null });

const batcher = new Batcher<Question, { shop: StorefrontShop; found: Found } | undefined>(answerAll, READ_BATCHES);

/**
 * What a customer is told of a redemption. Undefined for one that is not theirs, without a difference from one that does not
 * exist. One that was used, has ended or whose points came back gives nothing any more.
 */
export async function tellStorefrontRedemption(
  domain: string,
  { redemptionId, customerId, locale, now }: { redemptionId: string; customerId: string; locale: string; now: Date },
): Promise<ToldRedemption | undefined> {
  const told = isDecimalId(customerId) ? await batcher.ask({ domain, redemptionId, customerId }) : undefined;
  if (!told) return undefined;
  const { shop, found } = told;
  return redemptionAnswer(redemptionId, found, { formats: keptFormats(shop, pageLanguageOf(locale, shop.shopLanguage), now), now });
}

async function answerAll(questions: Question[]): Promise<({ shop: StorefrontShop; found: Found } | undefined)[]> {
  const domains = questions.map(({ domain }) => domain);
  const { rows } = await storefrontPool.query<Row>({
    name: "storefront-redemption",
    text: OWN_REDEMPTION,
    values: [domains, questions.map(({ redemptionId }) => redemptionId), questions.map(({ customerId }) => customerId), firstOfShop(domains)],
  });
  const shopOf = shopsTold();
  const answers: ({ shop: StorefrontShop; found: Found } | undefined)[] = questions.map(() => undefined);
  for (const { place, told, ...found } of rows) {
    const shop = shopOf(domains[place - 1] ?? "", told);
    if (found.state !== null) answers[place - 1] = { shop, found };
  }
  return answers;
}

function redemptionAnswer(redemptionId: string, found: Found, { formats, now }: { formats: PageFormats; now: Date }): ToldRedemption {
  const { claim, refused } = formats.words;
  const over = (sentence: string): ToldRedemption => ({ status: "refused", reason: "not_available", sentence });
  switch (shownState(found, now)) {
    case null:
      return over(found.returnReason === "refused" ? fill(refused.making, { points: formats.points(found.points) }) : claim.ended);
    case "used":
      return over(claim.used);
    case "ended":
      return over(claim.ended);
    case "making":
      return { status: "preparing", redemptionId };
    case "ready": {
      const { code, grant } = found;
      // Under the shop's own address, where the question came from: the answer is read on a page of the shop.
      return { status: "ready", code, value: grantSentence(grant, formats), url: code !== null && isDiscount(grant) ? `/discount/${encodeURIComponent(code)}` : null };
    }
  }
}
