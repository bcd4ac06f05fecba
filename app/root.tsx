import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { isRouteErrorResponse, Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteError, useRouteLoaderData } from "@remix-run/react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import type { ReactNode } from "react";
import { env } from "#app/platform/env.server.ts";
import { requestIdOf } from "#app/platform/request-id.server.ts";
import { failureOf, needsRequestId } from "#app/ui/failure.ts";
import { findFailedRequestId } from "#app/ui/failed-request.ts";

export const links: LinksFunction = () => [
  { rel: "preconnect", href: "https://cdn.shopify.com/" },
  { rel: "stylesheet", href: polarisStyles },
];

/** Of a page that has none of its own, as one that failed. */
export const meta: MetaFunction = () => [{ title: "Thrice" }];

/**
 * What a page that failed needs as well, so it asks for nothing that could fail. `apiKey` (no secret) is there where the
 * admin shows the page: App Bridge gives the next requests a fresh proof of who asks, and cannot be added later.
 */
export function loader({ request }: LoaderFunctionArgs) {
  const isInAdmin = new URL(request.url).searchParams.has("host");
  return { requestId: requestIdOf(request), apiKey: isInAdmin ? env.apiKey : null };
}

/** What it answers belongs to the document; asking again after every action would only cost a request. */
export const shouldRevalidate = () => false;

export function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  const known = useRouteLoaderData<typeof loader>("root");
  const status = isRouteErrorResponse(error) ? error.status : undefined;
  const requestId = findFailedRequestId() ?? known?.requestId;
  const { title, meaning, whatToDo } = failureOf(status);
  return (
    <main style={{ maxWidth: "36rem", margin: "2rem auto", padding: "0 1rem", fontFamily: "system-ui, sans-serif" }}>
      <h1>{title}</h1>
      <p>{meaning}</p>
      <p>{whatToDo}</p>
      {needsRequestId(status) && requestId && (
        <p>
          Request id: <code>{requestId}</code>
        </p>
      )}
    </main>
  );
}
