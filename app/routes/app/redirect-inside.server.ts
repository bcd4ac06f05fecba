import { redirect } from "@remix-run/node";

/** What the admin says in the address of the frame that it opens; without it a page neither knows its shop nor may stand in the frame. */
const OF_THE_FRAME = ["shop", "host", "embedded", "locale", "session", "id_token"];

/** Leads on to another page of the app, `path` with its own search, for whoever the request's page was opened for. */
export function redirectInside(request: Request, path: string): Response {
  const asked = new URL(request.url);
  const wanted = new URL(path, asked);
  for (const name of OF_THE_FRAME) {
    const value = asked.searchParams.get(name);
    if (value !== null) wanted.searchParams.set(name, value);
  }
  return redirect(`${wanted.pathname}${wanted.search}`);
}
