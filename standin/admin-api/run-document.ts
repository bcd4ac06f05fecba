import {
  execute, GraphQLError, Kind, parse, specifiedRules, validate, type DocumentNode, type ExecutionResult, type GraphQLFormattedError, type OperationDefinitionNode,
} from "graphql";
import type { ShopHouse } from "#standin/shop-house.ts";
import type { RequestContext } from "./fields.ts";
import { queryCost } from "./query-cost.ts";
import { resolveField, resolveType } from "./resolve-field.ts";
import { loadAdminSchema } from "./schema.ts";
import { ScopeGate } from "./scope-rules.ts";

export interface GraphqlRequest {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

export interface GraphqlAnswer {
  data?: unknown;
  errors?: readonly GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
}

/** Shopify refuses a single query above this, however full the bucket is. */
const SINGLE_QUERY_COST_MAX = 1000;

/** Executes one document on the shop's data: validation, cost, throttling, scopes, and errors as Shopify words them. */
export async function runDocument(house: ShopHouse, request: GraphqlRequest): Promise<GraphqlAnswer> {
  const schema = loadAdminSchema();
  const document = parseDocument(request.query);
  if (document instanceof GraphQLError) return { errors: [withCode(document, "PARSE_ERROR")] };
  const faults = validate(schema, document, specifiedRules);
  if (faults.length > 0) return { errors: faults.map((fault) => withCode(fault, validationCode(fault))) };
  const operation = findOperation(document, request.operationName);
  if (!operation) return { errors: [withCode(new GraphQLError("No operation named " + String(request.operationName)), "missingOperation")] };

  const variables = request.variables ?? {};
  const costInput = { schema, document, operation, variables };
  const requestedQueryCost = queryCost(costInput);
  if (requestedQueryCost > SINGLE_QUERY_COST_MAX) return tooCostly(requestedQueryCost);
  if (!house.bucket.take(requestedQueryCost)) return throttledAnswer(house, requestedQueryCost);

  const result = await executeDocument(house, document, request);
  const actualQueryCost = Math.min(requestedQueryCost, queryCost(costInput, result.data ?? null));
  house.bucket.giveBack(requestedQueryCost - actualQueryCost);
  const extensions = { cost: { requestedQueryCost, actualQueryCost, throttleStatus: house.bucket.status() } };
  return { ...answerOf(result), extensions };
}

/** One line of a bulk mutation, which costs nothing of the allowance. Throws for a document that does not fit the schema. */
export async function runUncounted(house: ShopHouse, request: GraphqlRequest): Promise<GraphqlAnswer> {
  const document = parse(request.query);
  const [fault] = validate(loadAdminSchema(), document, specifiedRules);
  if (fault) throw fault;
  return answerOf(await executeDocument(house, document, request));
}

async function executeDocument(house: ShopHouse, document: DocumentNode, { variables, operationName }: GraphqlRequest): Promise<ExecutionResult> {
  const context: RequestContext = { house, scopes: new ScopeGate(house.shop), nowMs: house.shop.nowMs(), typeNames: new WeakMap() };
  return execute({
    schema: loadAdminSchema(), document, contextValue: context, variableValues: variables ?? {}, operationName: operationName ?? null,
    rootValue: {}, fieldResolver: resolveField, typeResolver: resolveType,
  });
}

function answerOf({ data, errors }: ExecutionResult): GraphqlAnswer {
  const coded = errors?.map((error) => withCode(error, "INTERNAL_SERVER_ERROR"));
  return { data, ...(coded && { errors: coded }) };
}

/** Shopify's way to say "too fast": status 200 and an error that names the costs. */
export function throttledAnswer(house: ShopHouse, requestedQueryCost: number): GraphqlAnswer {
  const cost = { requestedQueryCost, actualQueryCost: null, throttleStatus: house.bucket.status() };
  return {
    errors: [{ message: "Throttled", extensions: { code: "THROTTLED", documentation: "https://shopify.dev/api/usage/rate-limits" } }],
    extensions: { cost },
  };
}

function tooCostly(cost: number): GraphqlAnswer {
  const message = `Query cost is ${cost}, which exceeds the single query max cost limit (${SINGLE_QUERY_COST_MAX}).`;
  const extensions = { code: "MAX_COST_EXCEEDED", cost, maxCost: SINGLE_QUERY_COST_MAX, documentation: "https://shopify.dev/api/usage/rate-limits" };
  return { errors: [{ message, extensions }] };
}

/** Root fields and name of the operation that a request asks for; empty when it cannot be parsed. */
export function operationNames(request: GraphqlRequest): string[] {
  const document = parseDocument(request.query);
  if (document instanceof GraphQLError) return [];
  const operation = findOperation(document, request.operationName);
  const fields = operation?.selectionSet.selections.map((one) => (one.kind === Kind.FIELD ? one.name.value : "")) ?? [];
  return [...fields, ...(operation?.name ? [operation.name.value] : [])];
}

function parseDocument(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

const findOperation = (document: DocumentNode, name: string | null | undefined): OperationDefinitionNode | undefined =>
  document.definitions.find((one): one is OperationDefinitionNode =>
    one.kind === Kind.OPERATION_DEFINITION && (name == null || one.name?.value === name));

function validationCode(fault: GraphQLError): string {
  if (fault.message.startsWith("Cannot query field")) return "undefinedField";
  if (fault.message.startsWith("Unknown argument")) return "argumentNotAccepted";
  if (fault.message.includes("Exactly one key")) return "invalidOneOfInputObject";
  return "argumentLiteralsIncompatible";
}

/** Every error of Shopify's carries a code; ours keep the one they have. */
function withCode(error: GraphQLError, code: string): GraphQLFormattedError {
  const formatted = error.toJSON();
  return { ...formatted, path: formatted.path ?? ["query"], extensions: { code, ...formatted.extensions } };
}
