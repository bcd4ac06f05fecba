import { z } from "zod";
import { isDecimalId } from "#app/domain/ids.ts";

const ids = z.array(z.string().refine(isDecimalId)).min(1).max(250);

const deliveryForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("replay"), ids }),
  z.object({ intent: z.literal("reread"), ids }),
]);

/** What to do with which deliveries, or in the case of `reread` with which orders. Throws a 400 for anything that the pages would not send. */
export function deliveryFormOf(form: FormData): z.output<typeof deliveryForm> {
  const parsed = deliveryForm.safeParse({ intent: form.get("intent"), ids: form.getAll("id") });
  if (!parsed.success) throw new Response("The form is not complete.", { status: 400 });
  return parsed.data;
}
