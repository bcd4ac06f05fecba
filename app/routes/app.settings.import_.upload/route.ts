import { json, type ActionFunctionArgs } from "@remix-run/node";
import { now } from "#app/platform/clock.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { checkImport, type ImportChecked } from "#app/usecases/check-import.server.ts";
import { checkOrderImport } from "#app/usecases/check-order-import.server.ts";
import { checkTierImport } from "#app/usecases/check-tier-import.server.ts";
import { PURPOSE_MEANS, uploadRequest } from "../app.settings.import/import-form.ts";

/** A file to be checked: its bytes are the body, read while they come, so that memory does not grow with the file. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  const parsed = uploadRequest.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success || !request.body) throw new Response("This form was not sent by the page.", { status: 400 });
  const { purpose, fileName, reason } = parsed.data;
  const file = readChunks(request.body);
  const checked: Promise<ImportChecked> =
    purpose === "orders" ? checkOrderImport(shop, { file, fileName, by: staff, now: now() })
    : purpose === "tiers" ? checkTierImport(shop.id, { file, fileName, by: staff, now: now() })
    : checkImport(shop.id, { ...PURPOSE_MEANS[purpose], file, fileName, reason, by: staff }, now());
  return json(await checked);
}

async function* readChunks(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
