import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { linkCheckSentence } from "#app/domain/confirmation/check-claim-link.ts";
import { now } from "#app/platform/clock.server.ts";
import { etagOf, requireUnchanged } from "#app/platform/changed-meanwhile.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { type ConfirmationPage, getConfirmationPage } from "#app/queries/confirmation-page.server.ts";
import { findDiscountLimits } from "#app/shopify/find-discount-limits.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { focusFirstOf } from "#app/ui/focus-first-of.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { useSaves } from "#app/ui/use-saves.ts";
import { checkPastedLink } from "#app/usecases/check-pasted-link.server.ts";
import { rotateClaimKey } from "#app/usecases/rotate-claim-key.server.ts";
import { saveConfirmationSettings } from "#app/usecases/save-confirmation-settings.server.ts";
import { saveStaticCode } from "#app/usecases/save-static-code.server.ts";
import { actOnPrintedCodes } from "./printed-codes-action.ts";
import { formOf, readForm, settingsOf } from "./confirmation-form.ts";
import { fieldsWith } from "./rules-form.tsx";
import { ConfirmationView } from "./view.tsx";

const LOOK_AGAIN_MS = 3_000;

export const meta: MetaFunction = () => [{ title: "Order confirmation · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const { way, rules, staticCode, ...page } = await getConfirmationPage(shop, now());
  const saved = savedForm({ way, rules, staticCode }, shop.currency);
  return {
    viewer: viewerOf(request, shop),
    ...page,
    saved,
    etag: etagOf(saved),
    budgetMinor: rules.monthlyBudgetMinor,
    templateUrl: `https://admin.shopify.com/store/${shop.domain.replace(".myshopify.com", "")}/email_templates/order_confirmation/edit`,
  };
}

const savedForm = ({ way, rules, staticCode }: Pick<ConfirmationPage, "way" | "rules" | "staticCode">, currency: string) => ({ ...formOf(way, rules, currency), staticCode: staticCode ?? "" });

export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const form = await formIn(request);
  switch (form.get("intent")) {
    case "check": {
      const check = await checkPastedLink(shop, { pasted: String(form.get("pasted") ?? "").slice(0, 20_000), now: now() });
      return { intent: "check", isRight: check.outcome === "right", sentence: linkCheckSentence(check) } as const;
    }
    case "rotate":
      await rotateClaimKey(shop.id, now());
      return { intent: "rotate" } as const;
    case "prepare-print":
    case "stop-print":
    case "rotate-print":
    case "check-print":
      return actOnPrintedCodes(shop, form, now());
    default: {
      const given = readForm(String(form.get("form") ?? ""));
      if (!given) throw new Response("This form is not of this page.", { status: 400 });
      requireUnchanged(form, savedForm(await getConfirmationPage(shop, now()), shop.currency));
      const fault = given.way === "static" ? await saveStaticCode(shop.id, { code: given.staticCode, findLimits: findDiscountLimits(shop), by: "merchant", now: now() }) : undefined;
      if (fault) return { intent: "save", fields: [{ path: "staticCode", message: fault }] } as const;
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
  const printing = useFetcher<typeof action>();
  const { revalidate, state } = useRevalidator();
  const isFilling = (page.codePool?.planned ?? 0) > 0 || page.codePool?.ready === 0;
  useEffect(() => {
    if (!isFilling || state !== "idle") return;
    const timer = setTimeout(revalidate, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isFilling, revalidate, state]);
  const faults = saving.data?.intent === "save" ? saving.data.fields : undefined;
  const saves = useSaves(saving.state, faults?.length === 0);
  useEffect(() => {
    if (faults?.length === 0) shopify.toast.show("Saved");
    else if (faults) focusFirstOf(fieldsWith(faults));
  }, [faults]);
  useEffect(() => {
    if (rotating.data) shopify.toast.show("New key made. Paste the new snippet.");
  }, [rotating.data]);
  return (
    <ConfirmationView
      {...page}
      formats={formatsFor(viewer)}
      saves={saves}
      faults={faults ?? []}
      check={checking.data?.intent === "check" ? checking.data : undefined}
      printCheck={printing.data?.intent === "check-print" ? printing.data : undefined}
      busy={printing.state === "idle" ? undefined : String(printing.formData?.get("intent"))}
      onPrint={(intent) => printing.submit({ intent }, { method: "post" })}
      onPrintCheck={(fields) => printing.submit({ intent: "check-print", ...fields }, { method: "post" })}
      isSaving={saving.state !== "idle"}
      isChecking={checking.state !== "idle"}
      isRotating={rotating.state !== "idle"}
      onSave={(form) => saving.submit({ intent: "save", form: JSON.stringify(form), etag: page.etag }, { method: "post" })}
      onCheck={(pasted) => checking.submit({ intent: "check", pasted }, { method: "post" })}
      onRotate={() => rotating.submit({ intent: "rotate" }, { method: "post" })}
    />
  );
}
