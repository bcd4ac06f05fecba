import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ metafieldDefinitionCreate: z.object({ createdDefinition: z.object({ id: z.string() }) }) });

export const metafieldDefinitionCreate: Operation<{ definition: Record<string, unknown> }, z.infer<typeof answer>> = {
  name: "MetafieldDefinitionCreate",
  document: `mutation MetafieldDefinitionCreate($definition: MetafieldDefinitionInput!) {
  metafieldDefinitionCreate(definition: $definition) { createdDefinition { id } userErrors { field message code } }
}`,
  answer,
  isBackground: true,
};
