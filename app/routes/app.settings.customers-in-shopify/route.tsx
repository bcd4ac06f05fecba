import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { now } from "#app/platform/clock.server.ts";
import { etagOf, requireUnchanged } from "#app/platform/changed-meanwhile.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { findCustomersInShopify } from "#app/queries/customers-in-shopify.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { focusFirstOf } from "#app/ui/focus-first-of.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { useSaves } from "#app/ui/use-saves.ts";
import { setCustomerTags } from "#app/usecases/set-customer-tags.server.ts";
import { CustomersInShopifyView, PREFIX_ID } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Customers in Shopify · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const found = await findCustomersInShopify(shop.id, now());
  return { viewer: viewerOf(request, shop), etag: etagOf(found.tagPrefix), ...found };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const form = await formIn(request);
  requireUnchanged(form, (await findCustomersInShopify(shop.id, now())).tagPrefix);
  return setCustomerTags(shop.id, { prefix: form.get("isTagging") === "on" ? String(form.get("prefix") ?? "") : null });
}

export default function CustomersInShopify() {
  const { viewer, etag, ...page } = useLoaderData<typeof loader>();
  const saving = useFetcher<typeof action>();
  const saves = useSaves(saving.state, saving.data?.outcome === "saved");
  useEffect(() => {
    if (saving.data?.outcome === "saved") shopify.toast.show("Tags saved");
    if (saving.data?.outcome === "invalid") focusFirstOf([PREFIX_ID]);
  }, [saving.data]);
  return (
    <CustomersInShopifyView
      {...page}
      saves={saves}
      formats={formatsFor(viewer)}
      message={saving.data?.outcome === "invalid" ? saving.data.message : undefined}
      isSaving={saving.state !== "idle"}
      onSave={({ isTagging, prefix }) => saving.submit({ isTagging: isTagging ? "on" : "off", prefix, etag }, { method: "post" })}
    />
  );
}
