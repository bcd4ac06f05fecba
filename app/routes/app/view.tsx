import { useFetchers, useNavigation, useRevalidator } from "@remix-run/react";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import { Banner, BlockStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { AppPage } from "#app/ui/app-page.tsx";
import { failureOf, needsRequestId } from "#app/ui/failure.ts";
import { useFocusKept } from "#app/ui/use-focus-kept.ts";
import { useLoadingBar } from "#app/ui/use-loading-bar.ts";
import { NotNowNotice } from "./not-now-notice.tsx";

/**
 * Polaris, App Bridge and the entries of Shopify's own menu.
 * Without an API key (when not even the shop is known) the page stands without App Bridge.
 */
export function AppFrame({ apiKey, children }: { apiKey: string | undefined; children: ReactNode }) {
  const forms = useFetchers().filter(({ formMethod }) => formMethod !== undefined && formMethod !== "GET");
  useLoadingBar(useNavigation().state !== "idle" || forms.some(({ state }) => state === "submitting"));
  useFocusKept(forms.length > 0);
  return (
    <AppProvider isEmbeddedApp={apiKey !== undefined} apiKey={apiKey ?? ""}>
      {apiKey !== undefined && (
        <s-app-nav>
          <a href="/app" rel="home">
            Home
          </a>
          <a href="/app/customers">Customers</a>
          <a href="/app/program">Program</a>
          <a href="/app/order-confirmation">Order confirmation</a>
          <a href="/app/accounts">Accounts</a>
          <a href="/app/activity">Activity</a>
          <a href="/app/liability">Liability</a>
          <a href="/app/settings">Settings</a>
        </s-app-nav>
      )}
      {apiKey !== undefined && <NotNowNotice />}
      {children}
    </AppProvider>
  );
}

/** A whole page that failed or does not exist: what happened, what it means, what to do. */
export function FailurePage({ status, requestId }: { status: number | undefined; requestId: string | undefined }) {
  const { title, meaning, whatToDo } = failureOf(status);
  const { revalidate, state } = useRevalidator();
  const isMissing = status === 404;
  const action = isMissing
    ? { content: "Go to Home", url: "/app" }
    : { content: "Load again", onAction: revalidate, loading: state === "loading" };
  return (
    <AppPage title={title} pageReadyAccessibilityLabel={title}>
      <Banner tone={isMissing ? "warning" : "critical"} action={action}>
        <BlockStack gap="200">
          <Text as="p">
            {meaning} {whatToDo}
          </Text>
          {needsRequestId(status) && requestId && (
            <Text as="p">
              Request id: <code>{requestId}</code>
            </Text>
          )}
        </BlockStack>
      </Banner>
    </AppPage>
  );
}
