import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from "graphql";

/** Which scopes an access token without a user needs; `fieldName` is absent for a rule on a whole type. */
export interface OfflineScopeRule {
  typeName: string;
  fieldName?: string;
  offlineScopes: string[];
  requiredAccess: string;
}

interface PublishedSchema {
  data: IntrospectionQuery;
  offline_scopes: { items: OfflineScopeRule[] };
}

let published: PublishedSchema | undefined;
let schema: GraphQLSchema | undefined;

function readPublished(): PublishedSchema {
  if (!published) {
    const file = new URL("./schema/admin-2026-07.json.gz", import.meta.url);
    published = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as PublishedSchema;
  }
  return published;
}

/**
 * Shopify's own Admin schema, version 2026-07, without resolvers. Built once per process (about half a second).
 *
 * @see standin/admin-api/schema/NOTICE
 */
export function loadAdminSchema(): GraphQLSchema {
  schema ??= buildClientSchema(readPublished().data, { assumeValid: true });
  return schema;
}

/** Shopify's published scope rules, one per type and one per field; empty `offlineScopes` means that none is needed. */
export function loadOfflineScopes(): readonly OfflineScopeRule[] {
  return readPublished().offline_scopes.items;
}
