import type { HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, Outlet, useLoaderData, useRouteError, useRouteLoaderData } from "@remix-run/react";
import { documentHeaders } from "#app/shopify/app.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { env } from "#app/platform/env.server.ts";
import { requestIdOf } from "#app/platform/request-id.server.ts";
import { findFailedRequestId } from "#app/ui/failed-request.ts";
import { AppFrame, FailurePage } from "./view.tsx";

/** What every page of the app may know about its shop, through `useRouteLoaderData("routes/app")`. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  return {
    apiKey: env.apiKey,
    requestId: requestIdOf(request),
    shop: { shopId: shop.id, name: shop.name, currency: shop.currency, timeZone: shop.timeZone, reopenNeeded: shop.reopenNeeded },
  };
}

export default function App() {
  const { apiKey } = useLoaderData<typeof loader>();
  return (
    <AppFrame apiKey={apiKey}>
      <Outlet />
    </AppFrame>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  const known = useRouteLoaderData<typeof loader>("routes/app");
  const root = useRouteLoaderData<{ requestId: string; apiKey: string | null }>("root");
  // Shopify's library answers some requests with a finished page that moves the frame; it comes here as status 200.
  // Its own boundary tells such a page by the name of a class, which does not survive every build.
  if (isRouteErrorResponse(error) && error.status === 200) {
    return <div dangerouslySetInnerHTML={{ __html: String(error.data) }} />;
  }
  return (
    <AppFrame apiKey={known?.apiKey ?? root?.apiKey ?? undefined}>
      <FailurePage status={isRouteErrorResponse(error) ? error.status : undefined} requestId={findFailedRequestId() ?? known?.requestId ?? root?.requestId} />
    </AppFrame>
  );
}

export const headers: HeadersFunction = documentHeaders;
