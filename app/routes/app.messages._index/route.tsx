import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { now } from "#app/platform/clock.server.ts";
import { etagOf, requireUnchanged } from "#app/platform/changed-meanwhile.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { findMessages } from "#app/queries/messages.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { focusFirstOf } from "#app/ui/focus-first-of.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { useSaves } from "#app/ui/use-saves.ts";
import { setMailSettings } from "#app/usecases/set-message.server.ts";
import { LANGUAGE_ID } from "./settings-card.tsx";
import { MessagesView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Messages · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const messages = await findMessages(shop.id, now());
  return { viewer: viewerOf(request, shop), shopName: shop.name, etag: etagOf(messages.settings), ...messages };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const form = await formIn(request);
  requireUnchanged(form, (await findMessages(shop.id, now())).settings);
  return setMailSettings(shop.id, { language: String(form.get("language")), fromHour: Number(form.get("fromHour")), untilHour: Number(form.get("untilHour")) });
}

export default function Messages() {
  const { viewer, etag, ...page } = useLoaderData<typeof loader>();
  const saving = useFetcher<typeof action>();
  const saves = useSaves(saving.state, saving.data?.outcome === "saved");
  useEffect(() => {
    if (saving.data?.outcome === "saved") shopify.toast.show("Mail settings saved");
    if (saving.data?.outcome === "invalid") focusFirstOf([LANGUAGE_ID]);
  }, [saving.data]);
  return (
    <MessagesView
      {...page}
      saves={saves}
      formats={formatsFor(viewer)}
      message={saving.data?.outcome === "invalid" ? saving.data.message : undefined}
      isSaving={saving.state !== "idle"}
      onSave={(settings) => saving.submit({ ...settings, etag }, { method: "post" })}
    />
  );
}
