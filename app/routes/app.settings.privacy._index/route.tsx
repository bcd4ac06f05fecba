import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { isDecimalId } from "#app/domain/ids.ts";
import { now } from "#app/platform/clock.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { listPrivacyRequests } from "#app/queries/privacy-requests.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { answerDataRequest } from "#app/usecases/answer-data-request.server.ts";
import { PrivacyView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Privacy · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  return { viewer: viewerOf(request, shop), at: now().toISOString(), requests: await listPrivacyRequests(shop.id) };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const id = (await formIn(request)).get("id");
  if (typeof id !== "string" || !isDecimalId(id)) throw new Response("The form is not complete.", { status: 400 });
  return answerDataRequest(shop.id, id, now());
}

export default function Privacy() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  const answering = useFetcher<typeof action>();
  return (
    <PrivacyView
      {...page}
      formats={formatsFor(viewer)}
      isAnswering={answering.state !== "idle"}
      onAnswered={(id) => answering.submit({ id }, { method: "post" })}
    />
  );
}
