import type { StorefrontHistory } from "#app/contract/storefront.ts";
import { pageLanguageOf } from "#app/domain/messages/language.ts";
import { customerWhy } from "#app/domain/points/customer-why.ts";
import { CUSTOMER_WHY_WORDS } from "#app/domain/points/customer-why-words/catalogue.ts";
import { localDay } from "#app/domain/time.ts";
import { readEntryCursor, writeEntryCursor } from "./ledger-page.server.ts";
import { entryFormats } from "./shopper-formats.server.ts";
import { findStorefrontLines } from "./storefront-lines.server.ts";

/** What a panel shows when it opens, and what it fetches when somebody wants more. */
const FIRST_PAGE = 5;
const NEXT_PAGES = 20;

/** A page of the history. `isDue`: the member has to be settled or claimed before they are shown it. */
export interface FoundHistory {
  shopId: number;
  isDue: boolean;
  history: StorefrontHistory;
}

/** A page of a customer's movements of points, newest first, in the language of the page. Undefined where the app is not installed. Throws `CursorError`. */
export async function findStorefrontHistory(
  domain: string,
  { customerId, locale, cursor, now }: { customerId: string; locale: string; cursor: string | null; now: Date },
): Promise<FoundHistory | undefined> {
  const size = cursor === null ? FIRST_PAGE : NEXT_PAGES;
  const found = await findStorefrontLines(domain, { customerId, after: cursor === null ? undefined : readEntryCursor(cursor), limit: size });
  if (!found) return undefined;
  const { shop, isDue, lines, next } = found;
  const language = pageLanguageOf(locale, shop.shopLanguage);
  const formats = entryFormats(shop, language, now);
  const words = CUSTOMER_WHY_WORDS[language];
  return {
    shopId: shop.id,
    isDue,
    history: {
      entries: lines.map((line) => ({ occurredOn: localDay(line.occurredAt, shop.timeZone), points: line.movedPoints, sentence: customerWhy(line, formats, words) })),
      nextCursor: next && writeEntryCursor(next),
    },
  };
}
