import { useFetcher } from "@remix-run/react";
import { useCallback, useEffect, useRef } from "react";
import type { loader } from "../app.program.theme/route.ts";
import type { loader as loaderOfPreviews } from "../app.program.previews/route.ts";
import { type PreviewQuestion, previewsAddress } from "./preview-question.ts";

const QUIET_MS = 400;

/** What Shopify says of the live theme; asked anew when more access was granted. Undefined while it is asked. */
export function useShopPages(grantedScopes: readonly string[]) {
  const { load, data, state } = useFetcher<typeof loader>();
  const granted = grantedScopes.join(" ");
  useEffect(() => load("/app/program/theme"), [load, granted]);
  return { pages: state === "idle" ? data : undefined, onRetry: () => load("/app/program/theme") };
}

/** The blocks as the shop would show them, drawn anew when typing has stopped. Those before stay until then. */
export function useBlockPreviews(wish: Omit<PreviewQuestion, "product">) {
  const { load, data, state } = useFetcher<typeof loaderOfPreviews>();
  const product = useRef<PreviewQuestion["product"]>(null);
  if (data?.outcome === "ready") product.current = data.value.product;
  const question = JSON.stringify(wish);
  const ask = useCallback(() => load(previewsAddress({ ...(JSON.parse(question) as typeof wish), product: product.current })), [load, question]);
  useEffect(() => {
    const timer = setTimeout(ask, QUIET_MS);
    return () => clearTimeout(timer);
  }, [ask]);
  return { previews: data, isDrawing: state !== "idle", onRetry: ask };
}
