import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";

export const meta: MetaFunction = () => [{ title: "Thrice" }];

/** Shopify opens an embedded app at its bare address, with the shop in the query; everybody else is told where to go. */
export function loader({ request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  if (searchParams.has("shop")) throw redirect(`/app${search}`);
  return null;
}

export default function HowToOpen() {
  return (
    <main style={{ maxWidth: "36rem", margin: "2rem auto", padding: "0 1rem", fontFamily: "system-ui, sans-serif" }}>
      <h1>Thrice lives in the Shopify admin</h1>
      <p>Open your shop’s admin, choose Apps, then Thrice. Shopify signs you in; there is no password here.</p>
    </main>
  );
}
