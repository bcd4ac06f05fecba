import { runUncounted } from "#standin/admin-api/run-document.ts";
import type { ShopHouse } from "#standin/shop-house.ts";

const BATCH_LINES = 20;

/** Runs the mutation with the variables of each line, in their order, and gives the answers as the lines of the result. */
export async function* mutationBatches(house: ShopHouse, mutation: string, text: string): AsyncGenerator<{ lines: string[]; rootCount: number }> {
  const given = text.split("\n").filter((line) => line.trim() !== "");
  for (let from = 0; from < given.length; from += BATCH_LINES) {
    const lines: string[] = [];
    for (const [at, line] of given.slice(from, from + BATCH_LINES).entries()) {
      const answer = await runUncounted(house, { query: mutation, variables: JSON.parse(line) as Record<string, unknown> });
      lines.push(JSON.stringify({ ...answer, __lineNumber: from + at }));
    }
    yield { lines, rootCount: lines.length };
  }
}
