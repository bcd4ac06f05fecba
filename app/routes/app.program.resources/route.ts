import type { LoaderFunctionArgs } from "@remix-run/node";
import { isDecimalId } from "#app/domain/ids.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { readResourceTitles } from "#app/shopify/read-resource-titles.server.ts";
import { readCard } from "../app._index/read-card.server.ts";
import { RESOURCE_KINDS, type ResourceTitles } from "../app.program.$tab/resource.ts";

const IDS_MAX = 1_000;

/** What products, variants and collections are called, from Shopify; asked for once the page is there, because the answer takes a moment. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const { searchParams } = new URL(request.url);
  return readCard("titles of products and collections", async (): Promise<ResourceTitles> => {
    const titles: ResourceTitles = { product: {}, variant: {}, collection: {} };
    for (const kind of RESOURCE_KINDS) {
      const ids = (searchParams.get(kind) ?? "").split(",").filter(isDecimalId).slice(0, IDS_MAX);
      if (ids.length > 0) titles[kind] = await readResourceTitles(shop, kind, ids);
    }
    return titles;
  });
}
