import { z } from "zod";

/** Where a page of a list ends; `endCursor` is null for an empty one. */
export const pageEnd = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

export const PAGE_END = "pageInfo { hasNextPage endCursor }";

/** One page of a list, and how it ends. */
export const pageOf = <Node extends z.ZodType>(node: Node) => z.object({ nodes: z.array(node), pageInfo: pageEnd });
