import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData, useNavigate, useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";
import { CursorError } from "#app/queries/cursor.ts";
import { listParkedDeliveries } from "#app/queries/parked-deliveries.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { useRefresh } from "#app/ui/use-refresh.ts";
import { redirectInside } from "../app/redirect-inside.server.ts";
import { actOnDeliveries } from "./act-on-deliveries.server.ts";
import { makeDeliveryForm } from "./make-delivery-form.ts";
import { outcomeWords, retriedWords } from "./outcome-words.ts";
import { DeliveriesView } from "./view.tsx";

const LOOK_AGAIN_MS = 1_500;

export const meta: MetaFunction = () => [{ title: "Parked deliveries · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const cursor = new URL(request.url).searchParams.get("after");
  const page = await listParkedDeliveries(shop.id, cursor ? { cursor } : {}).catch((error: unknown) => {
    if (error instanceof CursorError) throw redirectInside(request, "/app/deliveries");
    throw error;
  });
  return { viewer: viewerOf(request, shop), ...page, isOlder: cursor !== null };
}

export const action = ({ request }: ActionFunctionArgs) => actOnDeliveries(request);

export default function Deliveries() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  const acting = useFetcher<typeof action>();
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();
  const [awaited, setAwaited] = useState<string[]>([]);
  useRefresh(revalidate, page.retried > 0 ? LOOK_AGAIN_MS : null);
  useEffect(() => {
    if (!acting.data) return;
    shopify.toast.show(outcomeWords(acting.data.outcome, acting.data.ids.length));
    if (acting.data.outcome === "replayed") setAwaited(acting.data.ids);
  }, [acting.data]);
  const isAwaitedOver = awaited.length > 0 && acting.state === "idle" && page.retried === 0;
  useEffect(() => {
    if (!isAwaitedOver) return;
    const back = awaited.filter((id) => page.items.some((item) => item.id === id)).length;
    shopify.toast.show(retriedWords({ asked: awaited.length, back }));
    setAwaited([]);
  }, [isAwaitedOver, awaited, page.items]);
  return (
    <DeliveriesView
      {...page}
      formats={formatsFor(viewer)}
      isActing={acting.state !== "idle"}
      onReplay={(ids) => acting.submit(makeDeliveryForm("replay", ids), { method: "post" })}
      onReread={(orderIds) => acting.submit(makeDeliveryForm("reread", orderIds), { method: "post" })}
      onOlder={(cursor) => void navigate(`?after=${encodeURIComponent(cursor)}`)}
      onNewest={() => void navigate(".")}
    />
  );
}
