import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData, useSearchParams } from "@remix-run/react";
import { useEffect } from "react";
import { isLanguage, type Language } from "#app/domain/messages/language.ts";
import { isMessageKind, type MessageKind } from "#app/domain/messages/message.ts";
import { previewMessage, sendTest } from "#app/email/sample-mail.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { listSampleRewards } from "#app/queries/message-content.server.ts";
import { findMessages } from "#app/queries/messages.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { MESSAGE_NAMES } from "#app/ui/message-words.ts";
import { setMessage } from "#app/usecases/set-message.server.ts";
import { MessageView } from "./view.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data ? MESSAGE_NAMES[data.kind].name : "Message"} · Thrice` }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const kind = kindOf(params["kind"]);
  const { settings, messages, hasMailServer, countedDays } = await findMessages(shop.id, now());
  const language = languageIn(new URL(request.url).searchParams, settings.language);
  const preview = previewMessage(shop, { kind, language, shopLanguage: settings.language, rewards: await listSampleRewards(shop.id, now()), now: now() });
  return { viewer: viewerOf(request, shop), kind, language, preview, hasMailServer, countedDays, message: messages.find((one) => one.kind === kind)! };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  const kind = kindOf(params["kind"]);
  const form = await formIn(request);
  if (form.get("act") === "switch") {
    const isOn = form.get("isOn") === "on";
    return { act: "switch" as const, isOn, ...(await setMessage(shop.id, { kind, isOn, by: staff }, now())) };
  }
  const { settings } = await findMessages(shop.id, now());
  const language = languageIn(new URL(request.url).searchParams, settings.language);
  const to = String(form.get("to") ?? "");
  return { act: "test" as const, ...(await sendTest(shop, { kind, language, shopLanguage: settings.language, rewards: await listSampleRewards(shop.id, now()), now: now(), to, messageId: randomUUID() })) };
}

function kindOf(text: string | undefined): MessageKind {
  if (text !== undefined && isMessageKind(text)) return text;
  throw new Response("There is no such message", { status: 404 });
}

const languageIn = (query: URLSearchParams, usual: Language): Language => {
  const asked = query.get("language") ?? "";
  return isLanguage(asked) ? asked : usual;
};

export default function Message() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  const switching = useFetcher<typeof action>();
  const testing = useFetcher<typeof action>();
  const [query, setQuery] = useSearchParams();
  useEffect(() => {
    if (switching.data?.act === "switch" && switching.data.outcome === "saved") shopify.toast.show(switching.data.isOn ? "Message is on" : "Message is off");
  }, [switching.data]);
  return (
    <MessageView
      {...page}
      formats={formatsFor(viewer)}
      switched={switching.data?.act === "switch" ? switching.data : undefined}
      tested={testing.data?.act === "test" ? testing.data : undefined}
      isSwitching={switching.state !== "idle"}
      isTesting={testing.state !== "idle"}
      onSwitch={(isOn) => switching.submit({ act: "switch", isOn: isOn ? "on" : "off" }, { method: "post" })}
      onTest={(to) => testing.submit({ act: "test", to }, { method: "post", action: `?${new URLSearchParams({ language: page.language })}` })}
      onLanguage={(language) => {
        const next = new URLSearchParams(query);
        next.set("language", language);
        setQuery(next, { replace: true, preventScrollReset: true });
      }}
    />
  );
}
