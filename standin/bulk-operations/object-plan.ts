import {
  getArgumentValues, getNamedType, getNullableType, isAbstractType, isListType, isObjectType, Kind, type FieldNode,
  type FragmentDefinitionNode, type GraphQLCompositeType, type GraphQLError, type GraphQLObjectType, type GraphQLSchema, type SelectionSetNode,
} from "graphql";
import type { ConnectionField, FieldArguments, RequestContext } from "#standin/admin-api/fields.ts";
import { findConnection, readField } from "#standin/admin-api/resolve-field.ts";
import type { ScopeGate } from "#standin/admin-api/scope-rules.ts";
import { Refused } from "./refused.ts";

/** How one object becomes one line: its own fields, and the connections whose items become lines of their own. */
export interface ObjectPlan {
  fields: { key: string; read: (source: unknown, context: RequestContext) => unknown }[];
  connections: ConnectionPlan[];
}

export interface ConnectionPlan {
  connection: ConnectionField;
  args: FieldArguments;
  node: ObjectPlan;
}

export interface Compiler {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  scopes: ScopeGate;
  /** The first field that the token may not read; the operation then starts and fails, as Shopify's does. */
  denial: GraphQLError | undefined;
  connectionCount: number;
}

const CONNECTIONS_MAX = 5;
const DEPTH_MAX = 2;

interface Place {
  set: SelectionSetNode;
  type: GraphQLObjectType;
  /** Connections around this place. */
  depth: number;
  inList: boolean;
}

/** Compiles a selection once, so that writing 400,000 lines is only reading properties. */
export function planObject(compiler: Compiler, place: Place): ObjectPlan {
  const plan: ObjectPlan = { fields: [], connections: [] };
  for (const field of fieldsIn(compiler, place.set, place.type)) planField(compiler, plan, { ...place, field });
  return plan;
}

/** The fields of a selection that hold for this type, fragments dissolved. */
function fieldsIn(compiler: Compiler, set: SelectionSetNode, type: GraphQLObjectType): FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : compiler.fragments.get(selection.name.value);
    const condition = fragment?.typeCondition ? compiler.schema.getType(fragment.typeCondition.name.value) : type;
    const holds = condition === type || (isAbstractType(condition) && compiler.schema.isSubType(condition, type));
    return fragment && holds ? fieldsIn(compiler, fragment.selectionSet, type) : [];
  });
}

function planField(compiler: Compiler, plan: ObjectPlan, { field, type, depth, inList }: Place & { field: FieldNode }): void {
  const key = field.alias?.value ?? field.name.value;
  const fieldName = field.name.value;
  if (fieldName === "__typename") {
    plan.fields.push({ key, read: () => type.name });
    return;
  }
  const definition = type.getFields()[fieldName];
  if (!definition) throw new Refused(`Field '${fieldName}' doesn't exist on type '${type.name}'`);
  const named = getNamedType(definition.type);
  compiler.denial ??= compiler.scopes.findDenial(type.name, fieldName, named.name);
  const args = getArgumentValues(definition, field) as FieldArguments;
  const read = { typeName: type.name, fieldName, args };

  if (named.name.endsWith("Connection") && field.selectionSet) {
    plan.connections.push(planConnection(compiler, { field, type, depth, inList, set: field.selectionSet, args }));
    return;
  }
  if (!field.selectionSet) {
    plan.fields.push({ key, read: (source, context) => readField(read, source, context) });
    return;
  }
  const isList = isListType(getNullableType(definition.type));
  const inner = { set: field.selectionSet, depth, inList: inList || isList };
  const complete = completer(compiler, named as GraphQLCompositeType, inner);
  plan.fields.push({
    key,
    read(source, context) {
      const value = readField(read, source, context);
      return Array.isArray(value) ? value.map((one) => complete(one, context)) : complete(value, context);
    },
  });
}

/** Turns the value of an object field into plain JSON; an interface or union is planned for every type it turns out to be. */
function completer(
  compiler: Compiler, type: GraphQLCompositeType, place: Omit<Place, "type">,
): (value: unknown, context: RequestContext) => unknown {
  const plans = new Map<string, ObjectPlan>();
  const planFor = (object: GraphQLObjectType): ObjectPlan => {
    const plan = plans.get(object.name) ?? planObject(compiler, { ...place, type: object });
    if (plan.connections.length > 0) throw new Refused("A connection below a plain object is not implemented in the stand-in");
    plans.set(object.name, plan);
    return plan;
  };
  if (isObjectType(type)) planFor(type);
  return (value, context) => {
    if (value === null) return null;
    const actual = isObjectType(type) ? type : compiler.schema.getType((value as { __typename: string }).__typename);
    if (!isObjectType(actual)) throw new Error(`${type.name}: the record does not say its type`);
    return writeObject(planFor(actual), value, context);
  };
}

export function writeObject(plan: ObjectPlan, source: unknown, context: RequestContext): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const { key, read } of plan.fields) written[key] = read(source, context);
  return written;
}

interface ConnectionPlace extends Place {
  field: FieldNode;
  args: FieldArguments;
}

function planConnection(compiler: Compiler, { field, type, depth, inList, set, args }: ConnectionPlace): ConnectionPlan {
  if (inList) throw new Refused("Queries that contain a connection field within a list field are not currently supported.");
  if (depth + 1 > DEPTH_MAX) throw new Refused(`Bulk queries cannot contain connections with a nesting depth greater than ${DEPTH_MAX}.`);
  compiler.connectionCount += 1;
  if (compiler.connectionCount > CONNECTIONS_MAX) throw new Refused(`Bulk queries cannot contain more than ${CONNECTIONS_MAX} connections.`);
  const connection = findConnection(type.name, field.name.value);
  if (!connection) throw new Refused(`${type.name}.${field.name.value} is not implemented in the stand-in`);
  const connectionType = getNamedType(type.getFields()[field.name.value]?.type);
  const { nodeSet, nodeType } = nodeSelection(compiler, connectionType as GraphQLObjectType, set);
  const node = planObject(compiler, { set: nodeSet, type: nodeType, depth: depth + 1, inList: false });
  if (node.connections.length > 0 && !node.fields.some(({ key }) => key === "id")) {
    throw new Refused(`The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. `
      + `Connection fields without 'id': ${field.name.value}.`);
  }
  return { connection, args, node };
}

/** What is selected of a connection's items, by `edges { node }` or `nodes`; pageInfo and cursors mean nothing here. */
function nodeSelection(compiler: Compiler, type: GraphQLObjectType, set: SelectionSetNode): { nodeSet: SelectionSetNode; nodeType: GraphQLObjectType } {
  const fields = fieldsIn(compiler, set, type);
  const nodes = fields.find(({ name }) => name.value === "nodes");
  const edges = fields.find(({ name }) => name.value === "edges");
  const edgeType = getNamedType(type.getFields()["edges"]?.type) as GraphQLObjectType;
  const node = nodes ?? (edges?.selectionSet && fieldsIn(compiler, edges.selectionSet, edgeType).find(({ name }) => name.value === "node"));
  const nodeType = getNamedType(type.getFields()["nodes"]?.type);
  if (!node?.selectionSet || !isObjectType(nodeType)) throw new Refused("Connection fields must select edges with a node, or nodes.");
  return { nodeSet: node.selectionSet, nodeType };
}
