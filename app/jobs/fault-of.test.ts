import pg from "pg";
import { describe, expect, it } from "vitest";
import { faultOf, type Fault } from "./fault-of.ts";

const refused = (code: string) => Object.assign(new pg.DatabaseError("refused", 0, "error"), { code });

describe("what could not be recorded", () => {
  it.each<[string, unknown, Fault]>([
    ["while the database was shut down", refused("57P01"), "passing"],
    ["because two transactions met head-on", refused("40P01"), "passing"],
    ["because a lock did not come in time", refused("55P03"), "passing"],
    ["because the connection broke", new Error("Connection terminated unexpectedly"), "passing"],
    ["because nobody listened", Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), "passing"],
    ["because no connection came free, in other words", new Error("not now", { cause: new Error("timeout exceeded when trying to connect") }), "passing"],
    ["because a number was out of range", refused("22003"), "content"],
    ["because a constraint forbids it", refused("23514"), "content"],
    ["because a batch names one thing twice", refused("21000"), "content"],
    ["because a text is too long for an index", refused("54000"), "content"],
    ["because a column is not there", refused("42703"), "ours"],
    ["because a table is not there", refused("42P01"), "ours"],
    ["because a statement before it failed", refused("25P02"), "ours"],
    ["because of a mistake of ours", new TypeError("Cannot read properties of undefined (reading 'timeout')"), "ours"],
    ["because of something else", new Error("the sums differ"), "ours"],
    ["because of no error at all", "no", "ours"],
  ])("%s", (_why, error, fault) => {
    expect(faultOf(error)).toBe(fault);
  });
});
