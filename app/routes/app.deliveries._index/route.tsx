import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useFetcher, useLoaderData, useNavigate } from "@remix-run/react";
import { useEffect } from "react";
import { CursorError } from "#app/queries/cursor.ts";
import { listParkedDeliveries } from "#app/queries/parked-deliveries.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { actOnDeliveries } from "./act-on-deliveries.server.ts";
import { makeDeliveryForm } from "./make-delivery-form.ts";
import { outcomeWords } from "./outcome-words.ts";
import { DeliveriesView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Parked deliveries · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const cursor = new URL(request.url).searchParams.get("after");
  const page = await listParkedDeliveries(shop.id, cursor ? { cursor } : {}).catch((error: unknown) => {
    if (error instanceof CursorError) throw redirect("/app/deliveries");
    throw error;
  });
  return { viewer: viewerOf(request, shop), ...page, isOlder: cursor !== null };
}

export const action = ({ request }: ActionFunctionArgs) => actOnDeliveries(request);

export default function Deliveries() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  const acting = useFetcher<typeof action>();
  const navigate = useNavigate();
  useEffect(() => {
    if (acting.data) shopify.toast.show(outcomeWords(acting.data.outcome));
  }, [acting.data]);
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
