import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { linkCheckSentence } from "#app/domain/confirmation/check-claim-link.ts";
import { now } from "#app/platform/clock.server.ts";
import { getConfirmationPage } from "#app/queries/confirmation-page.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { checkPastedLink } from "#app/usecases/check-claim-link.server.ts";
import { rotateClaimKey } from "#app/usecases/rotate-claim-key.server.ts";
import { saveConfirmationSettings } from "#app/usecases/save-confirmation-settings.server.ts";
import { formOf, readForm, settingsOf } from "./confirmation-form.ts";
import { ConfirmationView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Order confirmation · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const { way, rules, ...page } = await getConfirmationPage(shop, now());
  return {
    viewer: viewerOf(request, shop),
    ...page,
    saved: formOf(way, rules, shop.currency),
    budgetMinor: rules.monthlyBudgetMinor,
    templateUrl: `https://admin.shopify.com/store/${shop.domain.replace(".myshopify.com", "")}/email_templates/order_confirmation/edit`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const form = await request.formData();
  switch (form.get("intent")) {
    case "check": {
      const check = await checkPastedLink(shop, { pasted: String(form.get("pasted") ?? "").slice(0, 20_000), now: now() });
      return { intent: "check", isRight: check.outcome === "right", sentence: linkCheckSentence(check) } as const;
    }
    case "rotate":
      await rotateClaimKey(shop.id, now());
      return { intent: "rotate" } as const;
    default: {
      const given = readForm(String(form.get("form") ?? ""));
      if (!given) throw new Response("This form is not of this page.", { status: 400 });
      const saved = await saveConfirmationSettings(shop.id, settingsOf(given, shop.currency), { by: "merchant", now: now() });
      return { intent: "save", fields: saved.outcome === "invalid" ? saved.fields : [] } as const;
    }
  }
}

export default function OrderConfirmation() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  const saving = useFetcher<typeof action>();
  const checking = useFetcher<typeof action>();
  const rotating = useFetcher<typeof action>();
  useEffect(() => {
    if (saving.data?.intent === "save" && saving.data.fields.length === 0) shopify.toast.show("Saved");
  }, [saving.data]);
  useEffect(() => {
    if (rotating.data) shopify.toast.show("New key made. Paste the new snippet.");
  }, [rotating.data]);
  return (
    <ConfirmationView
      {...page}
      formats={formatsFor(viewer)}
      faults={saving.data?.intent === "save" ? saving.data.fields : []}
      check={checking.data?.intent === "check" ? checking.data : undefined}
      isSaving={saving.state !== "idle"}
      isChecking={checking.state !== "idle"}
      isRotating={rotating.state !== "idle"}
      onSave={(form) => saving.submit({ intent: "save", form: JSON.stringify(form) }, { method: "post" })}
      onCheck={(pasted) => checking.submit({ intent: "check", pasted }, { method: "post" })}
      onRotate={() => rotating.submit({ intent: "rotate" }, { method: "post" })}
    />
  );
}
