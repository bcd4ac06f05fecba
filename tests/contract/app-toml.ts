import { readFileSync } from "node:fs";
import { z } from "zod";
import { readToml } from "./read-toml.ts";

const list = z.string().transform((text) => text.split(",").map((scope) => scope.trim()));

const subscription = z.strictObject({
  topics: z.array(z.string()).optional(),
  compliance_topics: z.array(z.string()).optional(),
  uri: z.literal("/webhooks"),
  include_fields: z.array(z.string()).optional(),
});

// Shopify's own tool lets unknown keys, topics and versions pass, so the keys are listed here.
const schema = z.strictObject({
  client_id: z.string().length(32),
  name: z.string(),
  application_url: z.url(),
  embedded: z.literal(true),
  access_scopes: z.strictObject({ scopes: list, optional_scopes: z.array(z.string()) }),
  auth: z.strictObject({ redirect_urls: z.array(z.url()) }),
  app_proxy: z.strictObject({ url: z.url(), subpath: z.string(), prefix: z.enum(["apps", "a", "community", "tools"]) }),
  webhooks: z.strictObject({ api_version: z.string(), subscriptions: z.array(subscription) }),
});

/** shopify.app.toml, refused when it holds a key that Shopify does not know. */
export const appToml = schema.parse(readToml(readFileSync(new URL("../../shopify.app.toml", import.meta.url), "utf8")));
