import { expect, it } from "vitest";
import { emptyBody, ParameterError, readValues } from "./parameters.ts";
import { adjustmentBody } from "./points.ts";
import { programBody, publishBody } from "./program.ts";
import { eventBody, redemptionBody } from "./redemptions.ts";

const bodies = Object.entries({ adjustmentBody, emptyBody, eventBody, programBody, publishBody, redemptionBody });

it.each(bodies)("refuses a body that is no object in words of ours, with a place: %s", (_, schema) => {
  for (const given of [[], null, "x", 1]) {
    expect(() => readValues<unknown>(schema, given)).toThrow(expect.objectContaining({ constructor: ParameterError, field: "body", message: "The body must be a JSON object." }));
  }
});
