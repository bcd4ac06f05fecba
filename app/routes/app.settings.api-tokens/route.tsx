import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { now } from "#app/platform/clock.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { listApiTokens } from "#app/queries/api-tokens.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { createApiToken } from "#app/usecases/create-api-token.server.ts";
import { revokeApiToken } from "#app/usecases/revoke-api-token.server.ts";
import { tokenFormOf } from "./token-form.ts";
import { ApiTokensView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "API tokens · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  return { viewer: viewerOf(request, shop), at: now().toISOString(), tokens: await listApiTokens(shop.id) };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const form = tokenFormOf(await formIn(request));
  switch (form.intent) {
    case "create":
      return inTransaction((tx) => createApiToken(tx, shop.id, { name: form.name, now: now() }));
    case "revoke":
      return inTransaction((tx) => revokeApiToken(tx, shop.id, { id: form.id, now: now() }));
  }
}

export default function ApiTokens() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  const creation = useFetcher<typeof action>();
  const revocation = useFetcher<typeof action>();
  return (
    <ApiTokensView
      {...page}
      formats={formatsFor(viewer)}
      creation={creation.data?.outcome === "created" || creation.data?.outcome === "invalid" ? creation.data : undefined}
      isCreating={creation.state !== "idle"}
      onCreate={(name) => creation.submit({ intent: "create", name }, { method: "post" })}
      isRevoking={revocation.state !== "idle"}
      onRevoke={(id) => revocation.submit({ intent: "revoke", id }, { method: "post" })}
    />
  );
}
