import { z } from "zod";

const tokenForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("create"), name: z.string() }),
  z.object({ intent: z.literal("revoke"), id: z.string().regex(/^\d{1,18}$/) }),
]);

/** What the page asks for. Throws a 400 for anything that the page itself would not send. */
export function tokenFormOf(form: FormData): z.output<typeof tokenForm> {
  const parsed = tokenForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) throw new Response("The form is not complete.", { status: 400 });
  return parsed.data;
}
