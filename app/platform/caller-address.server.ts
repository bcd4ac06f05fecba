import type { IncomingMessage } from "node:http";

/** The address of whoever called: behind `hops` proxies of ours, the one that the outermost of them saw. */
export function callerAddress(request: IncomingMessage, hops: number): string {
  const forwarded = hops > 0 ? String(request.headers["x-forwarded-for"] ?? "").split(",").map((part) => part.trim()) : [];
  return forwarded.at(-hops) || (request.socket.remoteAddress ?? "unknown");
}
