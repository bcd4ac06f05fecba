import { describe, expect, it } from "vitest";
import { readBalanceFile } from "./read-balance-file.ts";
import { readCsv } from "./read-csv.ts";

const line = (text: string) => {
  const file = readBalanceFile(`customer_id,email,points,expires_on\n${text}\n`);
  return file.outcome === "read" ? file.lines[0] : undefined;
};

describe("a CSV file", () => {
  it("has quoted cells with commas, quotes and line breaks, and rows that know their line", () => {
    expect([...readCsv('\uFEFFa,b\r\n"x, ""y""\nz",2\r\n\r\n3,\'+4')]).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ['x, "y"\nz', "2"] },
      { line: 5, cells: ["3", "+4"] },
    ]);
  });

  it("may be written with semicolons or tabs", () => {
    expect([...readCsv("a;b\n1;2")].map(({ cells }) => cells)).toEqual([["a", "b"], ["1", "2"]]);
    expect([...readCsv("a\tb\n1\t2")].map(({ cells }) => cells)).toEqual([["a", "b"], ["1", "2"]]);
  });

  it("takes the rest as one cell when a quote is never closed", () => {
    expect([...readCsv('a,b\n"1,2\n3,4')]).toHaveLength(2);
  });
});

describe("a file of balances", () => {
  it("reads Smile's two columns, in any order and spelling", () => {
    expect(readBalanceFile("Points,Email\n120,ANN@example.com")).toEqual({
      outcome: "read", unusedColumns: [], lines: [{ line: 2, customerId: null, email: "ann@example.com", points: 120, expiresOn: null, problem: null }],
    });
  });

  it("says which columns it does not use", () => {
    expect(readBalanceFile("email,points,VIP tier\na@example.com,1,Gold")).toMatchObject({ unusedColumns: ["VIP tier"] });
  });

  it.each([
    ["", "The file is empty."],
    ["email,points\n", "The file has column names, but no lines."],
    ["email,score\na,1", "No column is called “points”."],
    ["name,points\na,1", "No column is called “email” or “customer_id”."],
    ["email,e-mail address,points\na,b,1", "Two columns could be “e-mail address”."],
  ])("is refused as a whole: %j", (text, words) => {
    expect(readBalanceFile(text)).toMatchObject({ outcome: "refused", message: expect.stringContaining(words) as string });
  });

  it.each([
    ["7,,50,", null],
    ["7,,-50,", null],
    ["7,,50,2027-12-31", null],
    [",,50,", "Neither a customer id nor an e-mail address is given."],
    ["7,,,", "No points are given."],
    ['7,,"1,250",', "“1,250” is no whole number of points. Enter 1250 for 1,250."],
    ["7,,12.5,", "“12.5” is no whole number of points. Enter 1250 for 1,250."],
    ["7,,99999999999,", "is no whole number of points"],
    ["7,,=1+1,", "“=1+1” is a formula. Enter its result."],
    ["7,@SUM(A1),5,", "is a formula"],
    ["x7,,50,", "“x7” is no customer id."],
    ["99999999999999999999,,50,", "is no customer id"],
    ["7,,50,31/12/2027", "“31/12/2027” is no day. Enter it as 2027-12-31."],
    ["7,,50,2027-02-30", "“2027-02-30” is no day. Enter it as 2027-12-31."],
  ])("line %j", (text, problem) => {
    if (problem === null) expect(line(text)).toMatchObject({ customerId: "7", problem: null });
    else expect(line(text)?.problem).toContain(problem);
  });
});
