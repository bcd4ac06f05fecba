import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { isDecimalId } from "#app/domain/ids.ts";
import { now } from "#app/platform/clock.server.ts";
import { findCustomerBlock } from "#app/queries/customer-block.server.ts";
import { authenticateBlock } from "#app/shopify/authenticate-block.server.ts";
import { settleDueMember } from "#app/usecases/settle-due-member.server.ts";

/** What the block on Shopify's customer page shows; `customer` is Shopify's gid. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, allow } = await authenticateBlock(request);
  const id = /^gid:\/\/shopify\/Customer\/(\d+)$/.exec(new URL(request.url).searchParams.get("customer") ?? "")?.[1] ?? "";
  const headers = { "cache-control": "no-store" };
  if (!isDecimalId(id)) return allow(json({ error: "There is no such customer." }, { status: 400, headers }));
  await settleDueMember(shop.id, id, now());
  return allow(json(await findCustomerBlock(shop, id, now()), { headers }));
}
