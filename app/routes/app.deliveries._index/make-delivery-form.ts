/** What the browser sends to replay deliveries, or to read orders again. Apart from its parser, which the browser need not load. */
export function makeDeliveryForm(intent: "replay" | "reread", ids: readonly string[]): FormData {
  const form = new FormData();
  form.set("intent", intent);
  for (const id of ids) form.append("id", id);
  return form;
}
