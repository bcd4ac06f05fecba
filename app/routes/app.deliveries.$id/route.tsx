import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";
import { isDecimalId } from "#app/domain/ids.ts";
import { findParkedDelivery, isBeingReadAgain } from "#app/queries/parked-deliveries.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { useRefresh } from "#app/ui/use-refresh.ts";
import { actOnDeliveries } from "../app.deliveries._index/act-on-deliveries.server.ts";
import { makeDeliveryForm } from "../app.deliveries._index/make-delivery-form.ts";
import { outcomeWords } from "../app.deliveries._index/outcome-words.ts";
import { DeliveryView, ReadDeliveryView, RetriedDeliveryView } from "./view.tsx";

const LOOK_AGAIN_MS = 1_000;

export const meta: MetaFunction = () => [{ title: "Parked delivery · Thrice" }];

export async function loader({ request, params: { id = "" } }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const delivery = isDecimalId(id) ? await findParkedDelivery(shop.id, id) : undefined;
  const isTried = !delivery && isDecimalId(id) && (await isBeingReadAgain(shop.id, id));
  return json({ viewer: viewerOf(request, shop), delivery: delivery ?? null, isTried }, { status: delivery || isTried ? 200 : 404 });
}

export const action = ({ request }: ActionFunctionArgs) => actOnDeliveries(request);

export default function Delivery() {
  const { viewer, delivery, isTried } = useLoaderData<typeof loader>();
  const acting = useFetcher<typeof action>();
  useEffect(() => {
    if (acting.data) shopify.toast.show(outcomeWords(acting.data.outcome, 1));
  }, [acting.data]);
  const { revalidate } = useRevalidator();
  useRefresh(revalidate, isTried ? LOOK_AGAIN_MS : null);
  // While it is read again it is not parked; what was known of it stays in view.
  const [known, setKnown] = useState(delivery);
  if (delivery && delivery !== known) setKnown(delivery);
  if (isTried && !known) return <RetriedDeliveryView />;
  const shown = delivery ?? (isTried ? known : null);
  if (!shown) return <ReadDeliveryView />;
  const act = (intent: "replay" | "reread", ids: string[]) => acting.submit(makeDeliveryForm(intent, ids), { method: "post" });
  return (
    <DeliveryView
      delivery={shown}
      formats={formatsFor(viewer)}
      isActing={acting.state !== "idle" || isTried}
      onReplay={() => act("replay", [shown.id])}
      onReread={(orderId) => act("reread", [orderId])}
    />
  );
}
