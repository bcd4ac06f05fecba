import type { LoaderFunctionArgs } from "@remix-run/node";
import { now } from "#app/platform/clock.server.ts";
import { findDraft } from "#app/queries/program.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { previewProgram } from "#app/usecases/preview-program.server.ts";
import { readCard } from "../app._index/read-card.server.ts";

/** What the draft would have given in the last 90 days. Writes nothing; takes a moment, so the page asks once it is there. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  const draft = await findDraft(shop.id);
  if (!draft) return { outcome: "failed" } as const;
  return readCard("dry run", async () => {
    const previewed = await previewProgram(shop.id, draft, { by: staff, now: now() });
    if (previewed.outcome === "invalid") throw new Error("a saved draft can't be read");
    return previewed.preview;
  });
}
