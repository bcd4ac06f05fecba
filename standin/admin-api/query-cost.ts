import {
  getNamedType, isCompositeType, isObjectType, Kind, type DocumentNode, type FieldNode, type GraphQLCompositeType, type GraphQLSchema,
  type OperationDefinitionNode, type SelectionSetNode,
} from "graphql";

interface CostInput {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

/** A page costs less than its length: 2 ln(n) times one item, which is what Shopify answers for 250 items. */
const pageFactor = (length: number): number => (length <= 0 ? 0 : Math.max(1, Math.round(2 * Math.log(length))));

const MUTATION_COST = 10;

/**
 * Cost points of an operation: 1 per object, 2 per connection and its items by `pageFactor`, 10 per mutation. With
 * `data` the cost that was really used, otherwise the cost that is requested. At least 1.
 *
 * @see https://community.shopify.dev/t/unexpectedly-low-graphql-query-cost-in-shopify-admin-api-seeking-clarification/23101
 */
export function queryCost(input: CostInput, data?: unknown): number {
  const root = input.operation.operation === "mutation" ? input.schema.getMutationType() : input.schema.getQueryType();
  if (!root) return 1;
  const costs = { ...input, isActual: data !== undefined };
  return Math.max(1, selectionCost(costs, { set: input.operation.selectionSet, type: root, data }));
}

interface Place {
  set: SelectionSetNode;
  type: GraphQLCompositeType;
  data: unknown;
}

type Costs = CostInput & { isActual: boolean };

function selectionCost(costs: Costs, { set, type, data }: Place): number {
  let sum = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) sum += fieldCost(costs, { field: selection, type, data });
    else if (selection.kind === Kind.INLINE_FRAGMENT) sum += selectionCost(costs, { set: selection.selectionSet, type: conditionType(costs, selection.typeCondition?.name.value, type), data });
    else {
      const fragment = costs.document.definitions.find((one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value);
      if (fragment?.kind === Kind.FRAGMENT_DEFINITION) {
        sum += selectionCost(costs, { set: fragment.selectionSet, type: conditionType(costs, fragment.typeCondition.name.value, type), data });
      }
    }
  }
  return sum;
}

function conditionType(costs: Costs, name: string | undefined, fallback: GraphQLCompositeType): GraphQLCompositeType {
  const type = name === undefined ? undefined : costs.schema.getType(name);
  return type && isCompositeType(type) ? type : fallback;
}

function fieldCost(costs: Costs, { field, type, data }: { field: FieldNode; type: GraphQLCompositeType; data: unknown }): number {
  const definition = "getFields" in type ? type.getFields()[field.name.value] : undefined;
  if (!definition || !field.selectionSet) return 0;
  const named = getNamedType(definition.type);
  if (!isCompositeType(named)) return 0;
  const value = data === undefined ? undefined : (data as Record<string, unknown> | null)?.[field.alias?.value ?? field.name.value];
  if (costs.isActual && value == null) return 0;
  const own = isObjectType(type) && type.name === "Mutation" ? MUTATION_COST : 1;
  if (!named.name.endsWith("Connection")) {
    const first = Array.isArray(value) ? value[0] : value;
    return own + selectionCost(costs, { set: field.selectionSet, type: named, data: first });
  }
  const items = itemsOf(value);
  const length = costs.isActual ? items?.length ?? 0 : pageLength(costs, field);
  return 2 + pageFactor(length) * selectionCost(costs, { set: field.selectionSet, type: named, data: value });
}

function itemsOf(page: unknown): unknown[] | undefined {
  const { nodes, edges } = (page ?? {}) as { nodes?: unknown[]; edges?: unknown[] };
  return nodes ?? edges;
}

function pageLength(costs: Costs, field: FieldNode): number {
  const given = field.arguments?.find(({ name }) => name.value === "first" || name.value === "last")?.value;
  if (given?.kind === Kind.INT) return Number(given.value);
  if (given?.kind !== Kind.VARIABLE) return 0;
  const definition = costs.operation.variableDefinitions?.find(({ variable }) => variable.name.value === given.name.value);
  const byDefault = definition?.defaultValue?.kind === Kind.INT ? definition.defaultValue.value : 0;
  return Number(costs.variables[given.name.value] ?? byDefault);
}
