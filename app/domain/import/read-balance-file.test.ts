import { describe, expect, it } from "vitest";
import { balanceReader } from "./read-balance-file.ts";
import { CsvParser } from "./read-csv.ts";
import { RowReader } from "./read-rows.ts";

const readCsv = (text: string) => {
  const parser = new CsvParser();
  return [...parser.push(text), ...parser.end()];
};

function readBalanceFile(text: string): ReturnType<typeof balanceReader> {
  const [rows, balances] = [new RowReader(), balanceReader()];
  balances.push(rows.push(Buffer.from(text)));
  balances.push(rows.end());
  balances.end();
  return balances;
}

const line = (text: string) => readBalanceFile(`customer_id,email,points,expires_on\n${text}\n`).lines[0];

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

  it("is refused with the line where a quote is never closed, because nothing behind it can be told apart", () => {
    expect(() => readCsv('a,b\n1,2\n"3,4\n5,6')).toThrow("On line 3 a quotation mark opens a cell");
  });

  it("may have a quote within a cell that has begun without one", () => {
    expect(readCsv('a,b\n5" pipe,2\n3,4').map(({ cells }) => cells)).toEqual([["a", "b"], ['5" pipe', "2"], ["3", "4"]]);
  });

  it("is the same wherever the pieces are cut that it comes in", () => {
    const text = '\uFEFFa;b\r\n"x; ""y""\nz";2\r\n\r\n3;Müller\n';
    const bytes = Buffer.from(text);
    for (let size = 1; size < bytes.length; size++) {
      const reader = new RowReader();
      const rows = [];
      for (let at = 0; at < bytes.length; at += size) rows.push(...reader.push(bytes.subarray(at, at + size)));
      expect([...rows, ...reader.end()], `pieces of ${size}`).toEqual([
        { line: 1, cells: ["a", "b"] }, { line: 2, cells: ['x; "y"\nz', "2"] }, { line: 5, cells: ["3", "Müller"] },
      ]);
    }
  });

  it.each([
    ["Latin-1", Buffer.from("name\nplain\nM\xfcller\n", "latin1")],
    ["UTF-16", Buffer.from("\uFEFFname\nplain\nMüller\n", "utf16le")],
    ["UTF-8", Buffer.from("name\nplain\nMüller\n")],
  ])("is read in %s", (_, bytes) => {
    const reader = new RowReader();
    expect([...reader.push(bytes.subarray(0, 9)), ...reader.push(bytes.subarray(9)), ...reader.end()].at(-1)?.cells).toEqual(["Müller"]);
  });

  it("is no spreadsheet, and has no line without an end", () => {
    expect(() => new RowReader().push(Buffer.from("PK\x03\x04"))).toThrow("Save it as CSV");
    for (const bytes of [Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\b\x06", "latin1"), Buffer.from("%PDF-1.7\n%âãÏÓ\n"), Buffer.from("\xd0\xcf\x11\xe0", "latin1")]) {
      expect(() => new RowReader().push(bytes)).toThrow("This is not a CSV file. Save the sheet as CSV and choose that file.");
    }
    expect(() => new RowReader().push(Buffer.alloc(3_000_000, 65))).toThrow("longer than a megabyte");
  });
});

describe("a file of balances", () => {
  it("reads Smile's two columns, in any order and spelling", () => {
    expect(readBalanceFile("Points,Email\n120,ANN@example.com")).toMatchObject({
      unusedColumns: [], lines: [{ line: 2, customerId: null, email: "ann@example.com", points: 120, expiresOn: null, problem: null }],
    });
  });

  it("says which columns it does not use", () => {
    expect(readBalanceFile("email,points,VIP tier\na@example.com,1,Gold")).toMatchObject({ unusedColumns: ["VIP tier"] });
  });

  it.each([
    ["", "The file is empty."],
    ["email,points\n", "The file has column names, but no lines."],
    ["email,score\na,1", "No column is called “points”. Its first line says: email, score. Name the column with the balances “points”."],
    ["name,points\na,1", "No column is called “email” or “customer_id”."],
    ["email,e-mail address,points\na,b,1", "Two columns could be “e-mail address”."],
  ])("is refused as a whole: %j", (text, words) => {
    expect(() => readBalanceFile(text)).toThrow(words);
  });

  it.each([
    ["7,,50,", null],
    ["7,,-50,", null],
    ["7,,50,2027-12-31", null],
    ["7,=eq@example.com,50,", null],
    ["7,'=eq@example.com,50,", null],
    ["7,,1,250", "“250” is no day"],
    ["7,,1,250,", "The line has 5 cells, and the first line has 4. A comma within a cell may be the reason: enter 1250 for 1,250."],
    ["7,,50,2027-12-31,extra", "The line has 5 cells, and the first line has 4."],
    [",,50,", "Neither a customer id nor an e-mail address is given."],
    ["7,,,", "No points are given."],
    ['7,,"1,250",', "“1,250” is no whole number of points. Enter 1250 for 1,250."],
    ["7,,12.5,", "“12.5” is no whole number of points. Enter 1250 for 1,250."],
    ["7,,99999999999,", "is no whole number of points"],
    ["7,,=1+1,", "“=1+1” is a formula. Enter its result."],
    ["7,@SUM(A1),5,", "is a formula"],
    ["7,=HYPERLINK(x@example.com),5,", "is a formula"],
    ["x7,,50,", "“x7” is no customer id."],
    ["99999999999999999999,,50,", "is no customer id"],
    ["7,,50,31/12/2027", "“31/12/2027” is no day. Enter it as 2027-12-31."],
    ["7,,50,2027-02-30", "“2027-02-30” is no day. Enter it as 2027-12-31."],
  ])("line %j", (text, problem) => {
    if (problem === null) expect(line(text)).toMatchObject({ customerId: "7", problem: null });
    else expect(line(text)?.problem).toContain(problem);
  });
});
