import type { RequestContext } from "#standin/admin-api/fields.ts";
import { writeObject, type ConnectionPlan, type ObjectPlan } from "./object-plan.ts";

/** So many root objects are written between two breaths of the process. */
const BATCH_SIZE = 250;

export interface Batch {
  lines: string[];
  rootCount: number;
}

/**
 * The lines of a bulk file, batch by batch. Grouped, a child stands right behind its parent; ungrouped, the children of a
 * batch come after all of its parents, so that nobody comes to rely on the order.
 */
export function* jsonlBatches(root: ConnectionPlan, { context, groupObjects }: { context: RequestContext; groupObjects: boolean }): Generator<Batch> {
  const sources = root.connection.list({}, root.args, context).items;
  for (let start = 0; start < sources.length; start += BATCH_SIZE) {
    const batch = sources.slice(start, start + BATCH_SIZE);
    const lines: string[] = [];
    const later: string[] = [];
    for (const source of batch) addObject({ lines, later: groupObjects ? lines : later, context }, { node: root.node, source });
    for (const line of later) lines.push(line);
    yield { lines, rootCount: batch.length };
  }
}

interface Sink {
  lines: string[];
  later: string[];
  context: RequestContext;
}

function addObject({ lines, later, context }: Sink, { node, source, parentId }: { node: ObjectPlan; source: unknown; parentId?: unknown }): void {
  const written = writeObject(node, source, context);
  if (parentId !== undefined) written["__parentId"] = parentId;
  lines.push(JSON.stringify(written));
  for (const child of node.connections) {
    for (const item of child.connection.list(source, child.args, context).items) {
      addObject({ lines: later, later, context }, { node: child.node, source: item, parentId: written["id"] });
    }
  }
}
