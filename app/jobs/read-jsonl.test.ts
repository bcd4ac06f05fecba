import { describe, expect, it } from "vitest";
import { CutOffFile, readJsonl, type JsonlGroup } from "./read-jsonl.ts";

const FILE = ['{"id":"a"}', '{"id":"a1","__parentId":"a"}', '{"id":"a2","__parentId":"a"}', '{"id":"b","name":"Zoë"}', '{"id":"c"}', '{"id":"c1","__parentId":"c"}'].join("\n");

async function* chunksOf(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function read(text: string, { size = 7, startByte = 0, fileBytes = null as number | null } = {}): Promise<JsonlGroup[]> {
  const groups: JsonlGroup[] = [];
  for await (const group of readJsonl(chunksOf(text, size), { startByte, fileBytes })) groups.push(group);
  return groups;
}

describe("the file of a bulk read", () => {
  it.each([1, 2, 7, 64, 4096])("gives each order with its lines, whatever the pieces it arrives in (%i bytes)", async (size) => {
    const groups = await read(FILE, { size });
    expect(groups.map(({ root, children }) => [(root as { id: string }).id, children.length])).toEqual([["a", 2], ["b", 0], ["c", 1]]);
  });

  it("says where each order ends, so that a later read can go on there", async () => {
    const [first] = await read(FILE);
    const rest = Buffer.from(FILE).subarray(first!.endByte).toString();
    const groups = await read(rest, { startByte: first!.endByte });
    expect(groups.map(({ root }) => (root as { id: string }).id)).toEqual(["b", "c"]);
    expect(groups.at(-1)?.endByte).toBe(Buffer.byteLength(FILE));
  });

  it("a file that ends in the middle of a line gives no half order", async () => {
    await expect(read(FILE.slice(0, -4))).rejects.toThrow(CutOffFile);
  });

  it("a file that is shorter than announced does not give its last order, which may lack lines", async () => {
    const cut = `${FILE.split("\n").slice(0, 2).join("\n")}\n`;
    await expect(read(cut, { fileBytes: Buffer.byteLength(FILE) })).rejects.toThrow(CutOffFile);
    expect(await read(cut)).toHaveLength(1);
  });

  it("nothing in it is nothing read", async () => {
    expect(await read("")).toEqual([]);
  });
});
