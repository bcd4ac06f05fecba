import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { goodDay } from "#standin/control/faults.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { openTestShop, type TestShop } from "#standin/testing/open-test-shop.ts";
import type { BulkOperationRecord } from "./bulk-operations.ts";

interface Line {
  id: string;
  __parentId?: string;
}

const ORDERS_WITH_LINES = "{ orders { edges { node { id name totalPriceSet { shopMoney { amount } } lineItems { edges { node { id quantity } } } } } } }";

describe("a bulk operation", () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openTestShop();
    for (let number = 0; number < 600; number += 1) {
      placeOrder(shop.house.shop, { customer: { email: `c${number % 7}@example.com` }, lines: [
        { title: "Tea", quantity: 2, unitPriceMinor: 150 }, { title: "Cup", quantity: 1, unitPriceMinor: 900 },
      ] });
    }
  });
  afterAll(() => shop.stop());
  afterEach(() => void Object.assign(shop.house.faults.bulk, goodDay().bulk));

  const start = async (query: string, groupObjects = false) => {
    interface Started { bulkOperationRunQuery: { bulkOperation: { id: string } | null; userErrors: { message: string; code: string }[] } }
    const { data } = await shop.graphql<Started>(
      "mutation Run($query: String!, $groupObjects: Boolean!) { bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) { bulkOperation { id } userErrors { message code } } }",
      { query, groupObjects });
    return data.bulkOperationRunQuery;
  };
  const finish = async (query: string, groupObjects = false): Promise<BulkOperationRecord> => {
    const started = await start(query, groupObjects);
    const id = started.bulkOperation?.id ?? "";
    for (;;) {
      const { data } = await shop.graphql<{ bulkOperation: BulkOperationRecord }>(
        "query Progress($id: ID!) { bulkOperation(id: $id) { id status errorCode objectCount rootObjectCount fileSize url partialDataUrl } }", { id });
      if (!["CREATED", "RUNNING"].includes(data.bulkOperation.status)) return data.bulkOperation;
    }
  };
  const download = async (url: string | null, headers: Record<string, string> = {}) => {
    const answer = await shop.shopify(url ?? "", { headers });
    return { answer, text: await answer.text() };
  };
  const linesOf = (text: string) => text.trimEnd().split("\n").map((line) => JSON.parse(line) as Line);

  it("writes every object as a line and says how many and how large", async () => {
    const operation = await finish(ORDERS_WITH_LINES);
    const { answer, text } = await download(operation.url);
    expect(operation).toMatchObject({ status: "COMPLETED", objectCount: "1800", rootObjectCount: "600", fileSize: String(text.length) });
    expect(answer.headers.get("content-length")).toBe(String(text.length));
    expect(linesOf(text)[0]).toEqual({ id: expect.stringContaining("/Order/") as string, name: "#1001", totalPriceSet: { shopMoney: { amount: "12.0" } } });
  });

  it("puts children right behind their parent when grouped", async () => {
    const lines = linesOf((await download((await finish(ORDERS_WITH_LINES, true)).url)).text);
    let parent = "";
    for (const line of lines) {
      if (line.__parentId === undefined) parent = line.id;
      else expect(line.__parentId).toBe(parent);
    }
  });

  it("puts children later when not grouped, and loses none", async () => {
    const lines = linesOf((await download((await finish(ORDERS_WITH_LINES)).url)).text);
    expect(lines[1]?.__parentId).toBeUndefined();
    const parents = new Set(lines.filter((line) => line.__parentId === undefined).map(({ id }) => id));
    const children = lines.filter((line) => line.__parentId !== undefined);
    expect(children).toHaveLength(1200);
    expect(children.every(({ __parentId = "" }) => parents.has(__parentId))).toBe(true);
  });

  it("gives a part of its file to who asks for a range", async () => {
    const { url } = await finish(ORDERS_WITH_LINES);
    const whole = await download(url);
    const part = await download(url, { range: "bytes=100-199" });
    expect([part.answer.status, part.text]).toEqual([206, whole.text.slice(100, 200)]);
    expect((await download(url, { range: "bytes=99999999-" })).answer.status).toBe(416);
  });

  it("reads no order that the app may not see", async () => {
    const old = new Date(Date.now() - 90 * 86_400_000).toISOString();
    placeOrder(shop.house.shop, { id: "77", createdAt: old });
    expect((await download((await finish("{ orders { edges { node { id } } } }")).url)).text).not.toContain("/Order/77\"");
  });

  it.each([
    ["a connection inside a list", "{ orders { edges { node { id refunds { refundLineItems(first: 1) { nodes { id } } } } } } }", "connection field within a list"],
    ["three levels of connections", "{ customers { edges { node { id orders { edges { node { id lineItems { edges { node { id } } } } } } } } } }", "nesting depth"],
    ["no connection at all", "{ shop { name } }", "at least one connection"],
    ["a parent without its id", "{ orders { edges { node { name lineItems { edges { node { id } } } } } } }", "must select the 'id' field"],
    ["a field that does not exist", "{ orders { edges { node { colour } } } }", "Cannot query field"],
    ["the root field nodes", "{ nodes(ids: []) { id } }", "top level node"],
  ])("is refused for %s", async (_case, query, message) => {
    const refused = await start(query);
    expect(refused.bulkOperation).toBeNull();
    expect(refused.userErrors[0]?.message).toContain(message);
  });

  it("fails over a field that the stand-in does not have", async () => {
    const operation = await finish("{ orders { edges { node { id shopifyProtect { status } } } } }");
    expect(operation).toMatchObject({ status: "FAILED", errorCode: "INTERNAL_SERVER_ERROR" });
  });

  it("fails with ACCESS_DENIED where a scope is missing", async () => {
    const poor = await openTestShop({ scopes: ["read_orders"] });
    placeOrder(poor.house.shop, {});
    await poor.graphql(`mutation { bulkOperationRunQuery(query: "{ orders { edges { node { id customer { id } } } } }") { bulkOperation { id } } }`);
    await expect.poll(() => poor.house.bulkOperations.list()[0]).toMatchObject({ status: "FAILED", errorCode: "ACCESS_DENIED" });
    await poor.stop();
  });

  it("leaves a part of the file behind when it fails on request", async () => {
    shop.house.faults.bulk.outcome = "failed";
    const operation = await finish(ORDERS_WITH_LINES);
    expect(operation).toMatchObject({ status: "FAILED", errorCode: "INTERNAL_SERVER_ERROR", url: null });
    const { text } = await download(operation.partialDataUrl);
    expect(text.length).toBeGreaterThan(1000);
    expect(text.endsWith("\n")).toBe(false);
  });

  it("breaks off a download once on request, and gives the rest by range", async () => {
    shop.house.faults.bulk.outcome = "cut-mid-line";
    const { url, fileSize } = await finish(ORDERS_WITH_LINES);
    await expect(download(url)).rejects.toThrow();
    expect((await download(url)).text.length).toBe(Number(fileSize));
  });

  it("has an address that expires", async () => {
    shop.house.faults.bulk.outcome = "expired-url";
    const { answer, text } = await download((await finish(ORDERS_WITH_LINES)).url);
    expect([answer.status, text.includes("ExpiredToken")]).toEqual([400, true]);
  });

  it("runs beside four others and no more, and can be cancelled", async () => {
    shop.house.faults.bulk.runningMs = 60_000;
    const started = [];
    for (let count = 0; count < 6; count += 1) started.push(await start(ORDERS_WITH_LINES));
    expect(started.map(({ userErrors }) => userErrors[0]?.code)).toEqual([undefined, undefined, undefined, undefined, undefined, "LIMIT_REACHED"]);
    for (const { bulkOperation } of started) {
      if (bulkOperation) await shop.graphql("mutation Stop($id: ID!) { bulkOperationCancel(id: $id) { userErrors { message } } }", { id: bulkOperation.id });
    }
    await expect.poll(() => shop.house.bulkOperations.list().slice(-5).map(({ status }) => status)).toEqual(Array(5).fill("CANCELED"));
  });

  it("tells the app when it is finished", async () => {
    const operation = await finish(ORDERS_WITH_LINES);
    await shop.house.deliveries.flush();
    const told = shop.received.filter(({ headers }) => headers["x-shopify-topic"] === "bulk_operations/finish").at(-1);
    expect(JSON.parse(told?.body ?? "{}")).toMatchObject({ admin_graphql_api_id: operation.id, status: "completed", type: "query", error_code: null });
  });
});
