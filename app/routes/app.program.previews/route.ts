import type { LoaderFunctionArgs } from "@remix-run/node";
import { now } from "#app/platform/clock.server.ts";
import { findGrantedScopes } from "#app/queries/program.server.ts";
import { previewBlocks } from "#app/queries/storefront-preview.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { readSampleProduct } from "#app/shopify/read-storefront.server.ts";
import { readCard } from "../app._index/read-card.server.ts";
import { readPreviewQuestion } from "../app.program.$tab/preview-question.ts";

/** Every block as the shop would show it, with the texts as they stand in the form. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const question = readPreviewQuestion(new URL(request.url).searchParams.get("question") ?? "");
  if (!question) throw new Response("The question is not complete.", { status: 400 });
  return readCard("preview of the blocks", async () => {
    const product = question.product ?? (await readSampleProduct({ domain: shop.domain, grantedScopes: await findGrantedScopes(shop.id) })) ?? null;
    return { ...(await previewBlocks(shop.id, { ...question, product, now: now() })), product };
  });
}
