import { expect, it } from "vitest";
import { isOnlineCounted, ONLINE_STORE } from "#app/domain/scoring/counting-policy.ts";
import { pool } from "#app/platform/db.server.ts";

it.each([[[]], [["pos"]], [["web"]], [["pos", "web"]], [["web-shop"]]])("what leaves %j out says the same of a basket as of the order that it becomes", async (excludedSources) => {
  const { rows } = await pool.query<{ is_left_out: boolean }>("SELECT is_excluded_source($1, $2) AS is_left_out", [ONLINE_STORE, excludedSources]);
  expect(isOnlineCounted({ excludedSources })).toBe(!rows[0]?.is_left_out);
});
