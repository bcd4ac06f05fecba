import type { LoaderFunctionArgs } from "@remix-run/node";
import { now } from "#app/platform/clock.server.ts";
import { findProgramReach } from "#app/queries/program-reach.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { readCard } from "../app._index/read-card.server.ts";
import { readReachQuestion } from "../app.program.$tab/reach-question.ts";

/** Whom the program in the form would reach. Counted over all members, so the page asks once it is there and when what decides it changes. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const question = readReachQuestion(new URL(request.url).searchParams);
  if (!question) throw new Response("The question is not complete.", { status: 400 });
  return readCard("reach of the program", () => findProgramReach(shop, question, { now: now(), signal: request.signal }));
}
