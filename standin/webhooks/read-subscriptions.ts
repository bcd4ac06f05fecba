import { fieldTree, type FieldTree } from "./pick-fields.ts";

export interface Subscription {
  topic: string;
  /** The fields that the app wants; null for the whole payload. */
  includeFields: FieldTree | null;
  /** Sent whether or not the app is installed. */
  isCompliance: boolean;
}

/** The [[webhooks.subscriptions]] of a shopify.app.toml, one per topic. */
export function readSubscriptions(toml: string): Subscription[] {
  const [, ...blocks] = toml.split(/^\[\[webhooks\.subscriptions\]\]$/m);
  return blocks.flatMap((text) => {
    const block = text.split(/^\[/m)[0] ?? "";
    const fields = readList(block, "include_fields");
    const includeFields = fields.length > 0 ? fieldTree(fields) : null;
    return [
      ...readList(block, "topics").map((topic) => ({ topic, includeFields, isCompliance: false })),
      ...readList(block, "compliance_topics").map((topic) => ({ topic, includeFields, isCompliance: true })),
    ];
  });
}

export const readOptionalScopes = (toml: string): string[] => readList(toml, "optional_scopes");

function readList(block: string, key: string): string[] {
  const list = new RegExp(`^${key}\\s*=\\s*\\[([^\\]]*)\\]`, "m").exec(block)?.[1] ?? "";
  return [...list.matchAll(/"([^"]*)"/g)].map(([, word = ""]) => word);
}
