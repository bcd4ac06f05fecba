import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { endUnanswered } from "./answer-deadline.server.ts";

const TIMEOUT_MS = 160;
const sockets: Socket[] = [];
// Lets everybody in, as PostgreSQL does, and then says nothing more.
const silent = createServer((socket) => {
  sockets.push(socket);
  socket.on("error", () => undefined);
  socket.once("data", () => socket.write(Buffer.from([..."R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I"].map((letter) => letter.charCodeAt(0)))));
});
let pool: pg.Pool;

beforeAll(async () => {
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  pool = new pg.Pool({ host: "127.0.0.1", port: (silent.address() as AddressInfo).port, user: "test", password: "test", max: 1 });
  pool.on("error", () => undefined);
  endUnanswered(pool, TIMEOUT_MS);
});
afterAll(async () => {
  await pool.end();
  for (const socket of sockets) socket.destroy();
  silent.close();
});

it("a question that the database never answers fails in time, and the next one has a connection of its own", async () => {
  for (const asked of [1, 2]) {
    const startedMs = performance.now();
    await expect(pool.query("select 1")).rejects.toThrow("Connection terminated");
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(TIMEOUT_MS);
    expect(sockets).toHaveLength(asked);
  }
});
