import { Ajv2020 } from "ajv/dist/2020.js";
import formatsPlugin from "ajv-formats";
import { describeWholeApi } from "#app/queries/api-description.ts";

type Method = "get" | "put" | "post";
type Described = { operationId: string; parameters?: { name: string; in: string }[]; responses: Record<string, { content: Record<string, { schema: object }> }> };

/** What the API publishes about itself: operations by path and method. */
export const description = describeWholeApi() as { info: { description: string }; paths: Record<string, Partial<Record<Method, Described>>>; components: { schemas: Record<string, object> } };

/** What is wrong with an answer by the published description alone, as JSON Schema reads it; empty when it is as promised. */
export function faultsOf(path: string, answer: { status: number; headers: Headers; body: unknown }, method: Method = "get"): string[] {
  const content = Object.entries(description.paths[path]?.[method]?.responses[answer.status]?.content ?? {})[0];
  if (!content) return [`${path} promises no answer ${answer.status}`];
  const [type, { schema }] = content;
  const ajv = new Ajv2020({ strict: true, allErrors: true, strictTypes: false, allowUnionTypes: true, keywords: ["components"] });
  formatsPlugin.default(ajv);
  const isValid = ajv.compile({ ...schema, components: description.components });
  isValid(answer.body);
  const faults = (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  const sentType = answer.headers.get("content-type") ?? "";
  return sentType.startsWith(type) ? faults : [...faults, `came as ${sentType}`];
}
