import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { BY_HAND } from "#app/jobs/registry.server.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/job.ts", import.meta.url));

it("whoever calls for a job without saying which reads the name of every job there is", async () => {
  const { code, said } = await new Promise<{ code: unknown; said: string }>((resolve) => {
    execFile(process.execPath, [SCRIPT], (error, _out, said) => resolve({ code: error?.code, said }));
  });
  expect(code).toBe(2);
  for (const name of Object.keys(BY_HAND)) expect(said).toMatch(new RegExp(`[\\s,]${name}[\\s,]`));
});
