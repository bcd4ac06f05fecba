import { useLocation } from "@remix-run/react";
import { Banner, Text } from "@shopify/polaris";
import { useEffect } from "react";
import { failureOf } from "#app/ui/failure.ts";
import { putNotNowAway, useNotNow } from "#app/ui/not-now.ts";
import "./not-now-notice.css";

const { title, meaning } = failureOf(503);
const TOAST_MS = 10_000;

/**
 * Says above the page, which keeps what was filled in, that a form could not be done just now. It goes with the next try
 * or with the page. A message of the admin says it as well: that one is seen and heard over an open dialog and below the fold.
 */
export function NotNowNotice() {
  const isToldOf = useNotNow();
  const { pathname } = useLocation();
  useEffect(() => {
    if (isToldOf) shopify.toast.show(`${title}. Nothing was changed. Try again in a minute.`, { isError: true, duration: TOAST_MS });
  }, [isToldOf]);
  useEffect(() => putNotNowAway, [pathname]);
  if (!isToldOf) return null;
  return (
    <div className="not-now-notice">
      <Banner tone="warning" title={title} onDismiss={putNotNowAway}>
        <Text as="p">{meaning} What you filled in is still here: wait a minute, then try again.</Text>
      </Banner>
    </div>
  );
}
