import { useLocation } from "@remix-run/react";
import { Banner, Text } from "@shopify/polaris";
import { useEffect } from "react";
import { failureOf } from "#app/ui/failure.ts";
import { type Hindrance, putHindranceAway, useHindrance } from "#app/ui/not-now.ts";
import "./not-now-notice.css";

const notNow = failureOf(503);
const changed = failureOf(409);
const TOAST_MS = 10_000;

const WORDS: Readonly<Record<Hindrance, { title: string; meaning: string; toast: string }>> = {
  not_now: {
    title: notNow.title,
    meaning: `${notNow.meaning} What you filled in is still here: wait a minute, then try again.`,
    toast: `${notNow.title}. Nothing was changed. Try again in a minute.`,
  },
  changed_meanwhile: {
    title: changed.title,
    meaning: `${changed.meaning} What they saved is shown now, and what you filled in is still here; where both changed the same, yours stands. Look it over, then save again.`,
    toast: `${changed.title}, and yours is not saved yet. Look it over, then save again.`,
  },
  no_answer: {
    title: "Thrice could not be reached",
    meaning: "Your connection broke off, or no answer came. Whether this was saved is not known. What you filled in is still here: try again once you are connected.",
    toast: "Thrice could not be reached. Whether this was saved is not known.",
  },
  unreachable: {
    title: "Thrice can’t be reached",
    meaning: "Your connection broke off, or no answer comes. What you filled in is still here, and the page goes on by itself once Thrice can be reached again.",
    toast: "Thrice can’t be reached just now. What you filled in is still here.",
  },
};

/**
 * Says above the page, which keeps what was filled in, that a form could not be done, or the app not be reached, just now. It goes with the next try
 * or with the page. A message of the admin says it as well: that one is seen and heard over an open dialog and below the fold.
 */
export function NotNowNotice() {
  const hindrance = useHindrance();
  const { pathname } = useLocation();
  useEffect(() => {
    if (!hindrance) return;
    const toast = shopify.toast.show(WORDS[hindrance].toast, { isError: true, duration: TOAST_MS });
    return () => shopify.toast.hide(toast);
  }, [hindrance]);
  useEffect(() => putHindranceAway, [pathname]);
  if (!hindrance) return null;
  const { title, meaning } = WORDS[hindrance];
  return (
    <div className="not-now-notice">
      <Banner tone="warning" title={title} onDismiss={putHindranceAway}>
        <Text as="p">{meaning}</Text>
      </Banner>
    </div>
  );
}
