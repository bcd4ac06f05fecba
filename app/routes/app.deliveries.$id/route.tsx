import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";
import { isDecimalId } from "#app/domain/ids.ts";
import { findParkedDelivery } from "#app/queries/parked-deliveries.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { useRefresh } from "#app/ui/use-refresh.ts";
import { actOnDeliveries } from "../app.deliveries._index/act-on-deliveries.server.ts";
import { makeDeliveryForm } from "../app.deliveries._index/make-delivery-form.ts";
import { outcomeWords } from "../app.deliveries._index/outcome-words.ts";
import { DeliveryView, ReadDeliveryView } from "./view.tsx";

const LOOK_AGAIN_MS = 1_000;
/** After so many looks a delivery that has not come back has been read. */
const LOOKS_MAX = 8;

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
  const { shown, isTried, expectTry } = useTriedDelivery(delivery);
  if (!shown) return <ReadDeliveryView />;
  const act = (intent: "replay" | "reread", ids: string[]) => acting.submit(makeDeliveryForm(intent, ids), { method: "post" });
  return (
    <DeliveryView
      delivery={shown}
      formats={formatsFor(viewer)}
      isActing={acting.state !== "idle" || isTried}
      onReplay={() => {
        expectTry();
        act("replay", [shown.id]);
      }}
      onReread={(orderId) => act("reread", [orderId])}
    />
  );
}

/** The delivery, also while it is tried again: then it is not parked for a moment, and comes back with one more try or is read. */
function useTriedDelivery<Delivery extends { tries: number }>(delivery: Delivery | null) {
  const [awaited, setAwaited] = useState<{ before: Delivery; looks: number }>();
  const { revalidate } = useRevalidator();
  const hasComeBack = awaited !== undefined && delivery !== null && delivery.tries > awaited.before.tries;
  const isTried = awaited !== undefined && !hasComeBack && awaited.looks < LOOKS_MAX;
  const look = () => {
    revalidate();
    setAwaited((current) => current && { ...current, looks: current.looks + 1 });
  };
  useRefresh(look, isTried ? LOOK_AGAIN_MS : null);
  return {
    shown: delivery ?? (isTried ? awaited.before : null),
    isTried,
    expectTry: () => setAwaited(delivery ? { before: delivery, looks: 0 } : undefined),
  };
}
