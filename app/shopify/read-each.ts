/** Something that Shopify has and that cannot be read, such as an amount or an id that cannot be; by its gid, with what was thrown. */
export interface Unreadable {
  gid: string;
  error: unknown;
}

/** Reads each by itself, in their order: one that cannot be read keeps none of the others from it. */
export function readEach<Node extends { id: string }, Read>(nodes: readonly Node[], read: (node: Node) => Read): { read: Read[]; unreadable: Unreadable[] } {
  const answer: { read: Read[]; unreadable: Unreadable[] } = { read: [], unreadable: [] };
  for (const node of nodes) {
    try {
      answer.read.push(read(node));
    } catch (error) {
      answer.unreadable.push({ gid: node.id, error });
    }
  }
  return answer;
}
