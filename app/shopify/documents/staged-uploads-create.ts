import { z } from "zod";
import type { Operation } from "../operation.ts";

const target = z.object({ url: z.url(), parameters: z.array(z.object({ name: z.string(), value: z.string() })) });

const answer = z.object({ stagedUploadsCreate: z.object({ stagedTargets: z.array(target) }) });

/** Asks for a place to upload a file to. */
export const stagedUploadsCreate: Operation<{ input: Record<string, unknown>[] }, z.infer<typeof answer>> = {
  name: "StagedUploadsCreate",
  document: `mutation StagedUploadsCreate($input: [StagedUploadInput!]!) {
  stagedUploadsCreate(input: $input) { stagedTargets { url parameters { name value } } userErrors { field message } }
}`,
  answer,
  isBackground: true,
};
