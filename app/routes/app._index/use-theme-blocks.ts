import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import type { loader, ShopPages } from "../app.program.theme/route.ts";

/** Where our blocks stand in the live theme, asked of Shopify once where `isAsked`; undefined until it has answered. */
export function useThemeBlocks(isAsked: boolean): ShopPages["theme"] | undefined {
  const { load, data } = useFetcher<typeof loader>();
  useEffect(() => {
    if (isAsked) load("/app/program/theme");
  }, [load, isAsked]);
  return data?.theme;
}
