import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { now } from "#app/platform/clock.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { getGifts } from "#app/queries/gifts.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { handOverGift, undoHandOver, type HandOver } from "#app/usecases/hand-over-gift.server.ts";
import { giftForm, type GiftForm } from "./gift-form.ts";
import { GiftsView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Gifts · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  return { viewer: viewerOf(request, shop), page: await getGifts(shop.id) };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  const parsed = giftForm.safeParse(Object.fromEntries(await formIn(request)));
  if (!parsed.success) throw new Response("The form is not complete.", { status: 400 });
  const { intent, id } = parsed.data;
  return intent === "given" ? handOverGift(shop.id, id, { by: staff, now: now() }) : undoHandOver(shop.id, id, now());
}

const OUTCOMES: Record<HandOver["outcome"], string> = {
  given: "Noted as handed over",
  open_again: "To be handed over again",
  gone: "Somebody else changed it, or its order does not count any more",
};

export default function Gifts() {
  const { viewer, page } = useLoaderData<typeof loader>();
  const acting = useFetcher<typeof action>();
  useEffect(() => {
    if (!acting.data) return;
    shopify.toast.show(OUTCOMES[acting.data.outcome]);
    // The button that was pressed is gone with its row.
    const heading = document.querySelector("h1");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }, [acting.data]);
  const act = (form: GiftForm) => acting.submit(form, { method: "post" });
  return <GiftsView page={page} formats={formatsFor(viewer)} busyId={acting.state === "idle" ? undefined : acting.formData?.get("id")?.toString()} onAct={act} />;
}
