import { z } from "zod";
import { customerListSchema, customerSummarySchema } from "./customers.ts";
import { nthOrderSchema, summarySchema } from "./metrics.ts";
import {
  customerParameters, customersParameters, idempotencyHeader, ledgerParameters, liabilityParameters, noParameters, nthOrderParameters, summaryParameters, timelineParameters,
} from "./parameters.ts";
import { adjustmentBody, balanceSchema, ledgerEntrySchema, ledgerPageSchema, liabilitySchema } from "./points.ts";
import { programBody, programDefinition, programOverviewSchema, programVersionSchema, publishBody } from "./program.ts";
import { syncSchema } from "./sync.ts";
import { timelineSchema } from "./timeline.ts";

/** One thing that the API does. `status` is that of success, default 200; `refusals` say what else its own meaning can answer. */
export interface Operation {
  path: string;
  method: "get" | "put" | "post";
  operationId: string;
  summary: string;
  query: z.ZodObject;
  answer: z.ZodType;
  header?: z.ZodObject;
  body?: z.ZodType;
  isBodyOptional?: boolean;
  status?: number;
  refusals?: Record<number, string>;
}

const read = (path: string, { id, summary, query, answer }: { id: string; summary: string; query: z.ZodObject; answer: z.ZodType }): Operation =>
  ({ path, method: "get", operationId: id, summary, query, answer });

const write = (path: string, operation: Omit<Operation, "path" | "method" | "query"> & { method?: "put" }): Operation =>
  ({ path, method: "post", query: noParameters, ...operation });

const KEY_REUSED = "The Idempotency-Key belongs to a different request";

/** Everything that the API does, in the order in which its description shows it. */
export const OPERATIONS: Operation[] = [
  read("/metrics/summary", { id: "getSummary", summary: "Orders, customers, stages and gaps of the shop", query: summaryParameters, answer: summarySchema }),
  read("/metrics/nth-order", { id: "getNthOrder", summary: "Conversion from each order to the next", query: nthOrderParameters, answer: nthOrderSchema }),
  read("/customers", { id: "listCustomers", summary: "Customers, page by page", query: customersParameters, answer: customerListSchema }),
  read("/customers/{id}", { id: "getCustomer", summary: "One customer: stage, since when and why", query: customerParameters, answer: customerSummarySchema }),
  read("/customers/{id}/timeline", { id: "getTimeline", summary: "What happened to one customer, newest first", query: timelineParameters, answer: timelineSchema }),
  read("/customers/{id}/balance", { id: "getBalance", summary: "Points of one customer, and how they came to be", query: noParameters, answer: balanceSchema }),
  read("/customers/{id}/ledger", { id: "getLedger", summary: "Every movement of one customer's points, newest first, with its reason", query: ledgerParameters, answer: ledgerPageSchema }),
  write("/customers/{id}/adjustments", {
    operationId: "adjustPoints", summary: "Add or take points by hand, with a reason", header: idempotencyHeader, body: adjustmentBody, answer: ledgerEntrySchema, status: 201,
    refusals: { 409: "More is taken than is available", 422: KEY_REUSED },
  }),
  read("/program", { id: "getProgram", summary: "The program in force and every version that was published", query: noParameters, answer: programOverviewSchema }),
  read("/program/draft", { id: "getDraft", summary: "The program as it is drafted", query: noParameters, answer: programDefinition }),
  write("/program/draft", {
    method: "put", operationId: "saveDraft", summary: "Keep a draft; nothing changes for customers", body: programBody, answer: programDefinition,
    refusals: { 422: "The program cannot work; `fields` says where and why" },
  }),
  write("/program/publish", {
    operationId: "publishProgram", summary: "Put the draft in force", body: publishBody, isBodyOptional: true, answer: programVersionSchema, status: 201,
    refusals: { 409: "There is no draft, or it cannot be published" },
  }),
  read("/liability", { id: "getLiability", summary: "What the shop owes in points, day by day", query: liabilityParameters, answer: liabilitySchema }),
  read("/sync", { id: "getSync", summary: "What is read, what waits and what was compared", query: noParameters, answer: syncSchema }),
];
