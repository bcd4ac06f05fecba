import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z
  .object({ currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }) })
  .transform(({ currentAppInstallation }) => currentAppInstallation.accessScopes.map(({ handle }) => handle));

/** What the merchant has granted the app by now. Somebody waits for the answer. */
export const grantedScopes: Operation<Record<string, never>, z.output<typeof answer>> = {
  name: "GrantedScopes",
  document: `query GrantedScopes { currentAppInstallation { accessScopes { handle } } }`,
  answer,
  isBackground: false,
};
