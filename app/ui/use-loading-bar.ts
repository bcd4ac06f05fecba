import { useEffect } from "react";

/** Shows the admin's own loading bar while another page is on its way. Without App Bridge (before the shop is known) nothing is shown. */
export function useLoadingBar(isLoading: boolean): void {
  useEffect(() => {
    if (!isLoading || typeof shopify === "undefined") return;
    shopify.loading(true);
    return () => shopify.loading(false);
  }, [isLoading]);
}
