import { z } from "zod";
import type { Operation } from "../operation.ts";

const file = z.object({ filename: z.string(), body: z.object({ content: z.string().optional() }) }).transform(({ filename, body }) => ({ filename, content: body.content ?? null }));

const answer = z.object({
  currentAppInstallation: z.object({ app: z.object({ handle: z.string().nullable() }) }),
  themes: z.object({
    nodes: z.array(z.object({ name: z.string(), files: z.object({ nodes: z.array(file), pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }) }).nullable() })),
  }),
});

export type ThemePage = z.output<typeof answer>;

/**
 * The live theme's name and some of its files, and under which handle Shopify knows the app. Shopify may send fewer files than
 * a page holds, and for a long text its address instead of it; that one is not fetched. Somebody waits for the answer.
 */
export const liveTheme: Operation<{ filenames: string[]; after: string | null }, ThemePage> = {
  name: "LiveTheme",
  document: `query LiveTheme($filenames: [String!]!, $after: String) {
    currentAppInstallation { app { handle } }
    themes(first: 1, roles: [MAIN]) {
      nodes { name files(first: 100, after: $after, filenames: $filenames) { nodes { filename body { ... on OnlineStoreThemeFileBodyText { content } } } pageInfo { hasNextPage endCursor } } }
    }
  }`,
  answer,
  isBackground: false,
};
