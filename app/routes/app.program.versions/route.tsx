import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { now } from "#app/platform/clock.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { getProgramOutlook } from "#app/queries/program.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { actIn, actOnProgram } from "../app.program.$tab/act-on-program.server.ts";
import { useProgramAct } from "../app.program.$tab/use-program-act.ts";
import { readVersions } from "./read-versions.server.ts";
import { VersionsView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Versions · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const viewer = viewerOf(request, shop);
  const at = now();
  return { viewer, ...(await readVersions(shop.id, { formats: formatsFor(viewer), now: at })), outlook: await getProgramOutlook(shop.id, at) };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  const act = actIn(await formIn(request));
  if (!act) throw new Response("The form is not complete.", { status: 400 });
  return json(await actOnProgram(shop.id, act, { by: staff, now: now() }));
}

export default function Versions() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  const acting = useFetcher<typeof action>();
  const { act, setAct, isReminderMissing } = useProgramAct(acting.data);
  return (
    <VersionsView
      {...page}
      formats={formatsFor(viewer)}
      act={act}
      isActing={acting.state !== "idle"}
      isReminderMissing={isReminderMissing}
      onAskAct={setAct}
      onAct={(chosen) => acting.submit({ act: chosen }, { method: "post" })}
    />
  );
}
