import { z } from "zod";
import { OPERATIONS, type Operation } from "./operations.ts";
import { customerIdParameters, redemptionIdParameters } from "./parameters.ts";
import { problemSchema } from "./problem.ts";

type Json = Record<string, unknown>;

const reference = (schema: z.ZodType) => ({ $ref: `#/components/schemas/${schema.meta()?.id}` });

/**
 * The REST API as an OpenAPI 3.1 document, made from the schemas that its answers and parameters have. `schemas` are those
 * of what the domain defines, by name: they take the place of what stands for them here.
 *
 * @see https://spec.openapis.org/oas/v3.1.0
 */
export function describeApi(schemas: Record<string, Json> = {}): Json {
  return {
    openapi: "3.1.0",
    info: {
      title: "Thrice",
      version: "1",
      description:
        "What Thrice knows about one shop, and its points. Ids are decimal strings, instants are ISO 8601 in UTC, money is in minor units of its currency. A parameter or field that is unknown or given twice is refused. Errors are problems (RFC 9457). A token may do everything that is described here: read, move points, and change and publish the program. A token may ask 400 times at once and 100 times a second in the long run; a little more waits for up to two seconds, and what is beyond is answered 429 with retry-after. While a file, the shop's history or many deliveries are taken in, what changes points or the program waits for a few seconds, and is then answered 503 with retry-after: nothing was booked, and the same request with the same Idempotency-Key may be sent again.",
    },
    servers: [{ url: "/api/v1" }],
    security: [{ token: [] }],
    paths: {
      ...Object.fromEntries([...Map.groupBy(OPERATIONS, ({ path }) => path)].map(([path, operations]) => [path, Object.fromEntries(operations.map((one) => [one.method, describeOperation(one)]))])),
      "/openapi.json": {
        get: { operationId: "getDescription", summary: "This document", security: [], responses: { "200": { description: "OpenAPI 3.1", content: { "application/json": { schema: { type: "object" } } } } } },
      },
    },
    components: { securitySchemes: { token: { type: "http", scheme: "bearer", description: "Made in the app under Settings, API tokens. Every token may do everything that is described here" } }, schemas: { ...describeSchemas(), ...schemas } },
  };
}

function describeOperation({ path, method, operationId, summary, query, header, body, isBodyOptional = false, answer, status = 200, refusals = {} }: Operation): Json {
  const isOfCustomer = path.includes("{id}");
  const isOfRedemption = path.includes("{redemptionId}");
  const problemOf = (description: string) => ({ description, content: { "application/problem+json": { schema: reference(problemSchema) } } });
  return {
    operationId,
    summary,
    parameters: [...(isOfCustomer ? describeParameters(customerIdParameters, "path") : []), ...(isOfRedemption ? describeParameters(redemptionIdParameters, "path") : []), ...describeParameters(query, "query"), ...(header ? describeParameters(header, "header") : [])],
    ...(body && { requestBody: { required: !isBodyOptional, content: { "application/json": { schema: describeBody(body) } } } }),
    responses: {
      [status]: { description: "OK", content: { "application/json": { schema: reference(answer) } } },
      "400": problemOf(body ? "A parameter or field is not valid; `field` names it" : "A parameter is not valid; `field` names it"),
      "401": problemOf("No working token"),
      ...(isOfCustomer && { "404": problemOf("The shop has no such customer, or has deleted them") }),
      ...(isOfRedemption && { "404": problemOf("The shop has no such redemption") }),
      ...(path === "/program/draft" && method === "get" && { "404": problemOf("Nothing is drafted") }),
      "405": problemOf("This address is not asked with this method"),
      ...(body && { "413": problemOf("The body is larger than 256 KiB") }),
      ...Object.fromEntries(Object.entries(refusals).map(([code, description]) => [code, problemOf(description)])),
      "429": problemOf("The token asked too often; retry-after says after how many seconds to ask again"),
      "500": problemOf("Our fault; `requestId` helps to find it"),
      "503": problemOf("Others hold what this needs for longer than it may wait, and nothing was done; retry-after says after how many seconds to send the same again"),
    },
  };
}

/** A body that has a name is described once, under it. */
function describeBody(body: z.ZodType): Json {
  if (body.meta()?.id !== undefined) return reference(body);
  const { $schema: _dialect, ...schema } = z.toJSONSchema(body, { io: "input" }) as Json;
  return schema;
}

function describeParameters(parameters: z.ZodObject, place: "path" | "query" | "header"): Json[] {
  const { properties = {} } = z.toJSONSchema(parameters, { io: "output" });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = property as Json;
    return { name, in: place, required: place !== "query", ...(description !== undefined && { description }), schema };
  });
}

/** Every schema with an id, once; OpenAPI has its own place for the dialect and the address. */
function describeSchemas(): Json {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { uri: (id) => `#/components/schemas/${id}`, io: "output" });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema: _dialect, $id: _address, ...schema }]) => [id, schema]));
}
