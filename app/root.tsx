import type { LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteError, useRouteLoaderData } from "@remix-run/react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import type { ReactNode } from "react";
import { requestIdOf } from "#app/platform/request-id.server.ts";
import { failureOf, needsRequestId } from "#app/ui/failure.ts";
import { findFailedRequestId } from "#app/ui/failed-request.ts";

export const links: LinksFunction = () => [
  { rel: "preconnect", href: "https://cdn.shopify.com/" },
  { rel: "stylesheet", href: polarisStyles },
];

export function loader({ request }: LoaderFunctionArgs) {
  return { requestId: requestIdOf(request) };
}

/** The id belongs to the document; asking again after every action would only cost a request. */
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
