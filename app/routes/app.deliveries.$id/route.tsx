import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { isDecimalId } from "#app/domain/ids.ts";
import { findParkedDelivery } from "#app/queries/parked-deliveries.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { actOnDeliveries } from "../app.deliveries._index/act-on-deliveries.server.ts";
import { makeDeliveryForm } from "../app.deliveries._index/make-delivery-form.ts";
import { outcomeWords } from "../app.deliveries._index/outcome-words.ts";
import { DeliveryView, ReadDeliveryView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Parked delivery · Thrice" }];

export async function loader({ request, params: { id = "" } }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const delivery = isDecimalId(id) ? await findParkedDelivery(shop.id, id) : undefined;
  return json({ viewer: viewerOf(request, shop), delivery: delivery ?? null }, { status: delivery ? 200 : 404 });
}

export const action = ({ request }: ActionFunctionArgs) => actOnDeliveries(request);

export default function Delivery() {
  const { viewer, delivery } = useLoaderData<typeof loader>();
  const acting = useFetcher<typeof action>();
  useEffect(() => {
    if (acting.data) shopify.toast.show(outcomeWords(acting.data.outcome));
  }, [acting.data]);
  if (!delivery) return <ReadDeliveryView />;
  const act = (intent: "replay" | "reread", ids: string[]) => acting.submit(makeDeliveryForm(intent, ids), { method: "post" });
  return (
    <DeliveryView
      delivery={delivery}
      formats={formatsFor(viewer)}
      isActing={acting.state !== "idle"}
      onReplay={() => act("replay", [delivery.id])}
      onReread={(orderId) => act("reread", [orderId])}
    />
  );
}
