import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { send } from "#standin/http.ts";

/** Where Shopify has files uploaded to. */
export const UPLOAD_HOST = "shopify-staged-uploads.storage.googleapis.com";

/** The places that a shop's app was given to upload to, with what lies there. */
export class StagedUploads {
  readonly #places = new Map<string, string | null>();

  add(shopId: string, fileName: string): string {
    const key = `tmp/${shopId}/bulk/${randomUUID()}/${fileName}`;
    this.#places.set(key, null);
    return key;
  }

  has(key: string): boolean {
    return this.#places.has(key);
  }

  put(key: string, text: string): void {
    this.#places.set(key, text);
  }

  /** Undefined where nothing was uploaded. */
  find(key: string): string | undefined {
    return this.#places.get(key) ?? undefined;
  }
}

const refuse = (answer: ServerResponse, code: string): void => send(answer, 400, { type: "application/xml", body: `<Error><Code>${code}</Code></Error>` });

/** An upload by form, as Google's storage takes it: fields first, the file last. */
export async function takeUpload(houses: Iterable<{ stagedUploads: StagedUploads }>, incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const form = await new Response(Buffer.concat(parts), { headers: { "content-type": incoming.headers["content-type"] ?? "" } }).formData().catch(() => undefined);
  const fields = form ? [...form.entries()] : [];
  const [lastName, file] = fields.at(-1) ?? [];
  const key = String(form?.get("key") ?? "");
  if (lastName !== "file" || !(file instanceof File)) return refuse(answer, "InvalidArgument");
  const house = [...houses].find(({ stagedUploads }) => stagedUploads.has(key));
  if (!house || !form?.get("policy")) return refuse(answer, "AccessDenied");
  house.stagedUploads.put(key, await file.text());
  send(answer, 201, { type: "application/xml", body: `<PostResponse><Key>${key}</Key></PostResponse>` });
}
