import { RetryableError, TerminalError } from "./errors.ts";
import { stagedUploadsCreate } from "./documents/staged-uploads-create.ts";
import { fetchShopify } from "./fetch-shopify.server.ts";
import { runAdmin } from "./run-admin.server.ts";

// The address comes from outside, so it may only lead where Shopify keeps such files.
const UPLOAD_HOST = /^([a-z0-9-]+\.)?storage\.googleapis\.com$/;
const UPLOAD_MS_MAX = 120_000;

/**
 * Puts the variables of a bulk mutation, one JSON object a line, where Shopify will read them. Answers their place.
 *
 * @see https://shopify.dev/docs/api/usage/bulk-operations/imports
 */
export async function uploadStaged(shop: { domain: string }, jsonl: string): Promise<string> {
  const input = [{ resource: "BULK_MUTATION_VARIABLES", filename: "variables.jsonl", mimeType: "text/jsonl", httpMethod: "POST" }];
  const { stagedTargets } = (await runAdmin(shop, stagedUploadsCreate, { input })).stagedUploadsCreate;
  const target = stagedTargets[0];
  const path = target?.parameters.find(({ name }) => name === "key")?.value;
  if (!target || !path) throw new TerminalError("Shopify named no place for the upload");
  const url = new URL(target.url);
  if (url.protocol !== "https:" || !UPLOAD_HOST.test(url.hostname)) throw new TerminalError("the place for the upload lies on an unexpected host");
  const form = new FormData();
  for (const { name, value } of target.parameters) form.append(name, value);
  // The store reads fields up to the file and nothing behind it.
  form.append("file", new Blob([jsonl], { type: "text/jsonl" }), "variables.jsonl");
  const { response } = await fetchShopify(url.href, { method: "POST", body: form }, UPLOAD_MS_MAX);
  if (!response.ok) throw new RetryableError(`the upload was answered with ${response.status}`);
  return path;
}
