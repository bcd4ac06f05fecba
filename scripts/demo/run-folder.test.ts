import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { claimRunFolder } from "./run-folder.ts";

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "run-folder-"));
afterAll(() => fs.rmSync(scratch, { recursive: true }));

it("carries on with the folder that was started last, also when it is not the first", () => {
  const place = path.join(scratch, "demo");
  const startedAt = (folder: string, at: string) => fs.utimesSync(path.join(folder, "secrets.json"), new Date(at), new Date(at));
  const first = claimRunFolder(false, place);
  fs.cpSync(place, `${place}-2`, { recursive: true });
  startedAt(place, "2026-01-01T10:00:00Z");
  startedAt(`${place}-2`, "2026-01-01T11:00:00Z");
  first.release();
  fs.rmSync(path.join(`${place}-2`, "demo.pid"));
  expect(claimRunFolder(true, place)).toMatchObject({ path: `${place}-2`, secrets: { startedAt: first.secrets.startedAt, starts: 2 } });
});
