import { GraphQLError, Kind, parse, specifiedRules, validate, type FragmentDefinitionNode } from "graphql";
import { loadAdminSchema } from "#standin/admin-api/schema.ts";
import type { ScopeGate } from "#standin/admin-api/scope-rules.ts";
import { planObject, type Compiler, type ConnectionPlan } from "./object-plan.ts";
import { Refused } from "./refused.ts";

export interface BulkPlan {
  root: ConnectionPlan;
  denial: GraphQLError | undefined;
}

/** Compiles the query of a bulk operation. Throws `Refused` for what Shopify refuses, in Shopify's words. */
export function compileBulkQuery(query: string, scopes: ScopeGate): BulkPlan {
  const schema = loadAdminSchema();
  const document = parseQuery(query);
  const [fault] = validate(schema, document, specifiedRules);
  if (fault) throw new Refused(fault.message);
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  const rootType = schema.getQueryType();
  if (operations.length !== 1 || operation?.operation !== "query" || !rootType) throw new Refused("Bulk queries must be one query.");
  const rootFields = operation.selectionSet.selections.map((one) => (one.kind === Kind.FIELD ? one.name.value : ""));
  if (rootFields.some((name) => name === "node" || name === "nodes")) throw new Refused("Bulk queries cannot use the top level node or nodes fields.");

  const fragments = new Map(document.definitions
    .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]));
  const compiler: Compiler = { schema, fragments, scopes, denial: undefined, connectionCount: 0 };
  const plan = planObject(compiler, { set: operation.selectionSet, type: rootType, depth: 0, inList: false });
  const [root] = plan.connections;
  if (!root) throw new Refused("Bulk queries must contain at least one connection.");
  if (plan.connections.length > 1 || plan.fields.length > 0) throw new Refused("More than one root field is not implemented in the stand-in");
  return { root, denial: compiler.denial };
}

function parseQuery(query: string): ReturnType<typeof parse> {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) throw new Refused(`Invalid bulk query: ${error.message}`);
    throw error;
  }
}
