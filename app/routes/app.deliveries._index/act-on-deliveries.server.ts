import { json } from "@remix-run/node";
import { now } from "#app/platform/clock.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { replayDeliveries } from "#app/usecases/replay-deliveries.server.ts";
import { askForReread } from "#app/usecases/ask-for-reread.server.ts";
import { deliveryFormOf } from "./delivery-form.ts";

/** The action of both pages about parked deliveries. */
export async function actOnDeliveries(request: Request) {
  const { shop } = await authenticatePage(request);
  const { intent, ids } = deliveryFormOf(await formIn(request));
  switch (intent) {
    case "replay": {
      const answer = await replayDeliveries(shop.id, ids);
      return json({ ...answer, ids }, { status: answer.outcome === "unknown" ? 404 : 200 });
    }
    case "reread":
      await askForReread(shop.id, ids, now());
      return json({ outcome: "asked", ids } as const);
  }
}
