import { describe, expect, it } from "vitest";
import { z } from "zod";
import { RetryableError, ShopGoneError, TerminalError } from "./errors.ts";
import type { Operation } from "./operation.ts";
import { isThrottled, readAnswer, readEnvelope } from "./read-answer.ts";

const rename: Operation<Record<string, unknown>, { rename: { name: string } }> = {
  name: "Rename",
  document: "",
  answer: z.object({ rename: z.object({ name: z.string() }) }),
  isBackground: true,
  retryableCodes: ["LIMIT_REACHED"],
};

const answered = (body: unknown) => readAnswer(rename, readEnvelope("a.myshopify.com", 200, JSON.stringify(body)));

describe("an answer of the Admin API", () => {
  it("is handed on as the operation expects it", () => {
    expect(answered({ data: { rename: { name: "Tea", userErrors: [] } } })).toEqual({ rename: { name: "Tea" } });
  });

  it("that refuses the input is terminal and says which field and why", () => {
    const body = { data: { rename: { name: null, userErrors: [{ field: ["input", "name"], message: "is too long", code: "TOO_LONG" }] } } };
    expect(() => answered(body)).toThrow(
      expect.objectContaining({ name: "TerminalError", code: "TOO_LONG", userErrors: [{ field: ["input", "name"], message: "is too long", code: "TOO_LONG" }] }) as Error,
    );
  });

  it("that refuses for now is retryable", () => {
    expect(() => answered({ data: { rename: { userErrors: [{ field: null, message: "five are running", code: "LIMIT_REACHED" }] } } })).toThrow(RetryableError);
  });

  it("that says that the first call of the same key is under way is retryable, wherever it stands", () => {
    const [message, code] = ["This request is currently in progress, please try again.", "IDEMPOTENCY_CONCURRENT_REQUEST"];
    expect(() => answered({ data: { rename: { userErrors: [{ field: null, message, code }] } } })).toThrow(RetryableError);
    expect(() => answered({ data: null, errors: [{ message, extensions: { code } }] })).toThrow(RetryableError);
  });

  it("that lacks a scope is terminal with Shopify's own code", () => {
    const body = { data: { rename: null }, errors: [{ message: "Access denied for name field.", extensions: { code: "ACCESS_DENIED" } }] };
    expect(() => answered(body)).toThrow(expect.objectContaining({ name: "TerminalError", code: "ACCESS_DENIED" }) as Error);
  });

  it("counts as failed when it brings errors beside data, because half would look like the whole", () => {
    expect(() => answered({ data: { rename: { name: "Tea" } }, errors: [{ message: "no" }] })).toThrow(TerminalError);
  });

  it("that speaks of trouble on Shopify's side is retryable", () => {
    expect(() => answered({ errors: [{ message: "oops", extensions: { code: "INTERNAL_SERVER_ERROR" } }] })).toThrow(RetryableError);
  });

  it("of another shape is terminal, and its error holds no value of it", () => {
    expect(() => answered({ data: { rename: { name: 42_424_242 } } })).toThrow("rename.name (invalid_type)");
    expect(() => answered({ data: { rename: { name: 42_424_242 } } })).not.toThrow("42424242");
  });

  it("for want of allowance is recognised", () => {
    expect(isThrottled({ errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }] })).toBe(true);
    expect(isThrottled({ errors: "Throttled" })).toBe(false);
  });

  it.each([
    [402, ShopGoneError],
    [404, ShopGoneError],
    [423, ShopGoneError],
    [403, TerminalError],
    [408, RetryableError],
    [500, RetryableError],
    [503, RetryableError],
  ])("with status %i is told by the status", (status, kind) => {
    expect(() => readEnvelope("a.myshopify.com", status, "<html>")).toThrow(kind);
  });

  it("that was cut off on its way is retryable", () => {
    expect(() => readEnvelope("a.myshopify.com", 200, '{"data":{')).toThrow(RetryableError);
  });
});
