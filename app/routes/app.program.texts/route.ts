import type { ActionFunctionArgs } from "@remix-run/node";
import { now } from "#app/platform/clock.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { saveStorefrontTexts } from "#app/usecases/save-storefront-texts.server.ts";
import { parsedJson } from "../app.program.$tab/parsed-json.ts";

/** Saves what the merchant has changed of what the blocks say, in all languages. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  const texts = parsedJson(String((await formIn(request)).get("texts")));
  return saveStorefrontTexts(shop.id, texts, { by: staff, now: now() });
}
