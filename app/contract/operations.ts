import type { z } from "zod";
import { customerListSchema, customerSchema } from "./customers.ts";
import { nthOrderSchema, summarySchema } from "./metrics.ts";
import {
  customerParameters, customersParameters, emptyBody, idempotencyHeader, ledgerParameters, liabilityParameters, noParameters, nthOrderParameters, summaryParameters, timelineParameters,
} from "./parameters.ts";
import { adjustmentBody, balanceSchema, ledgerEntrySchema, ledgerPageSchema, liabilitySchema } from "./points.ts";
import { programBody, programDefinition, programOverviewSchema, programVersionSchema, publishBody } from "./program.ts";
import { eventBody, recordedEventSchema, redemptionBody, redemptionPageSchema, redemptionSchema, rewardListSchema } from "./redemptions.ts";
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
  read("/customers/{id}", { id: "getCustomer", summary: "One customer: stage, since when and why", query: customerParameters, answer: customerSchema }),
  read("/customers/{id}/timeline", { id: "getTimeline", summary: "What happened to one customer, newest first", query: timelineParameters, answer: timelineSchema }),
  read("/customers/{id}/balance", { id: "getBalance", summary: "Points of one customer, and how they came to be", query: noParameters, answer: balanceSchema }),
  read("/customers/{id}/ledger", { id: "getLedger", summary: "Every movement of one customer's points, newest first, with its reason", query: ledgerParameters, answer: ledgerPageSchema }),
  write("/customers/{id}/adjustments", {
    operationId: "adjustPoints", summary: "Add or take points by hand, with a reason", header: idempotencyHeader, body: adjustmentBody, answer: ledgerEntrySchema, status: 201,
    refusals: { 409: "More is taken than is available", 422: KEY_REUSED },
  }),
  read("/customers/{id}/redemptions", { id: "listRedemptions", summary: "What one customer bought with points, newest first", query: ledgerParameters, answer: redemptionPageSchema }),
  write("/customers/{id}/redemptions", {
    operationId: "redeemReward", summary: "Buy a reward for a customer; whose points waited for a sign-in, has them claimed by this", header: idempotencyHeader, body: redemptionBody,
    answer: redemptionSchema, status: 201, refusals: { 409: "Too few points, or the reward cannot be bought now; nothing was spent", 422: KEY_REUSED },
  }),
  read("/redemptions/{redemptionId}", { id: "getRedemption", summary: "One redemption, with its code as soon as it works", query: noParameters, answer: redemptionSchema }),
  write("/redemptions/{redemptionId}/cancel", {
    operationId: "cancelRedemption", summary: "Take a redemption back that was not used; the points return when the code is dead", body: emptyBody, isBodyOptional: true, answer: redemptionSchema,
    refusals: { 409: "It was used, or is gone" },
  }),
  read("/rewards", { id: "listRewards", summary: "What points buy", query: noParameters, answer: rewardListSchema }),
  write("/events", {
    operationId: "recordEvent", summary: "Tell that a customer did something that the program may reward", header: idempotencyHeader, body: eventBody, answer: recordedEventSchema, status: 201,
    refusals: { 422: KEY_REUSED },
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
  write("/program/undo", {
    operationId: "undoPublish", summary: "Take back the last version that is still to come; with none, publish the rules before those in force anew, from now. Paused stays paused.", body: emptyBody, isBodyOptional: true, answer: programVersionSchema, status: 201,
    refusals: { 409: "There is nothing to go back to" },
  }),
  write("/program/pause", { operationId: "pauseProgram", summary: "Orders placed from now on earn nothing; what is to come still comes, paused", body: emptyBody, isBodyOptional: true, answer: programVersionSchema, refusals: { 409: "No program is in force" } }),
  write("/program/resume", { operationId: "resumeProgram", summary: "Orders placed from now on earn again, and what is to come is no longer paused", body: emptyBody, isBodyOptional: true, answer: programVersionSchema, refusals: { 409: "No program is in force" } }),
  read("/liability", { id: "getLiability", summary: "What the shop owes in points, day by day", query: liabilityParameters, answer: liabilitySchema }),
  read("/sync", { id: "getSync", summary: "What is read, what waits and what was compared", query: noParameters, answer: syncSchema }),
];
