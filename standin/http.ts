import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";

export async function readText(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

export function send(answer: ServerResponse, status: number, { type, body, headers }: { type: string; body: string | Buffer; headers?: OutgoingHttpHeaders }): void {
  answer.writeHead(status, { "content-type": type, "cache-control": "no-store", ...headers });
  answer.end(body);
}

export const sendJson = (answer: ServerResponse, status: number, body: unknown): void =>
  send(answer, status, { type: "application/json; charset=utf-8", body: JSON.stringify(body) });
