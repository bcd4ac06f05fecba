import { z } from "zod";
import { customerListSchema, customerSummarySchema } from "./customers.ts";
import { nthOrderSchema, summarySchema } from "./metrics.ts";
import { customerIdParameters, customerParameters, customersParameters, noParameters, nthOrderParameters, summaryParameters, timelineParameters } from "./parameters.ts";
import { problemSchema } from "./problem.ts";
import { syncSchema } from "./sync.ts";
import { timelineSchema } from "./timeline.ts";

type Operation = { path: string; operationId: string; summary: string; query: z.ZodObject; answer: z.ZodType };

const OPERATIONS: Operation[] = [
  { path: "/metrics/summary", operationId: "getSummary", summary: "Orders, customers, stages and gaps of the shop", query: summaryParameters, answer: summarySchema },
  { path: "/metrics/nth-order", operationId: "getNthOrder", summary: "Conversion from each order to the next", query: nthOrderParameters, answer: nthOrderSchema },
  { path: "/customers", operationId: "listCustomers", summary: "Customers, page by page", query: customersParameters, answer: customerListSchema },
  { path: "/customers/{id}", operationId: "getCustomer", summary: "One customer: stage, since when and why", query: customerParameters, answer: customerSummarySchema },
  { path: "/customers/{id}/timeline", operationId: "getTimeline", summary: "What happened to one customer, newest first", query: timelineParameters, answer: timelineSchema },
  { path: "/sync", operationId: "getSync", summary: "What is read, what waits and what was compared", query: noParameters, answer: syncSchema },
];

type Json = Record<string, unknown>;

const reference = (schema: z.ZodType) => ({ $ref: `#/components/schemas/${schema.meta()?.id}` });

/** The REST API as an OpenAPI 3.1 document, made from the schemas that its answers and parameters have. @see https://spec.openapis.org/oas/v3.1.0 */
export function describeApi(): Json {
  return {
    openapi: "3.1.0",
    info: {
      title: "Thrice",
      version: "1",
      description:
        "Reads what Thrice knows about one shop. Ids are decimal strings, instants are ISO 8601 in UTC, money is in minor units of its currency. A parameter that is unknown or given twice is refused. Errors are problems (RFC 9457).",
    },
    servers: [{ url: "/api/v1" }],
    security: [{ token: [] }],
    paths: {
      ...Object.fromEntries(OPERATIONS.map((operation) => [operation.path, { get: describeOperation(operation) }])),
      "/openapi.json": {
        get: { operationId: "getDescription", summary: "This document", security: [], responses: { "200": { description: "OpenAPI 3.1", content: { "application/json": { schema: { type: "object" } } } } } },
      },
    },
    components: { securitySchemes: { token: { type: "http", scheme: "bearer", description: "Made in the app under Settings, API tokens" } }, schemas: describeSchemas() },
  };
}

function describeOperation({ path, operationId, summary, query, answer }: Operation): Json {
  const isOfCustomer = path.includes("{id}");
  const problemOf = (description: string) => ({ description, content: { "application/problem+json": { schema: reference(problemSchema) } } });
  return {
    operationId,
    summary,
    parameters: [...(isOfCustomer ? describeParameters(customerIdParameters, "path") : []), ...describeParameters(query, "query")],
    responses: {
      "200": { description: "OK", content: { "application/json": { schema: reference(answer) } } },
      "400": problemOf("A parameter is not valid; `field` names it"),
      "401": problemOf("No working token"),
      ...(isOfCustomer && { "404": problemOf("The shop has no such customer, or has deleted them") }),
      "405": problemOf("Only GET and HEAD"),
      "500": problemOf("Our fault; `requestId` helps to find it"),
    },
  };
}

function describeParameters(parameters: z.ZodObject, place: "path" | "query"): Json[] {
  const { properties = {} } = z.toJSONSchema(parameters, { io: "output" });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = property as Json;
    return { name, in: place, required: place === "path", ...(description !== undefined && { description }), schema };
  });
}

/** Every schema with an id, once; OpenAPI has its own place for the dialect and the address. */
function describeSchemas(): Json {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { uri: (id) => `#/components/schemas/${id}`, io: "output" });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema: _dialect, $id: _address, ...schema }]) => [id, schema]));
}
