import { type Logger, pino } from "pino";
import { env } from "./env.server.ts";

export type { Logger };

const hidden = [
  "email", "phone", "firstName", "lastName", "address", "body", "rawBody", "payload", "token", "accessToken", "refreshToken",
  "secret", "authorization", "cookie", "password", "headers", "variables",
];

/**
 * What an error may leave in the log: its kind, its code and a message without anything that can identify a person or open a door.
 * Postgres quotes the offending row in `detail` and `where`, so these never pass.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: clean(String(error)) };
  const code: unknown = "code" in error ? error.code : undefined;
  return {
    type: error.name,
    message: clean(error.message),
    ...(typeof code === "string" && { code }),
    ...(error.stack !== undefined && { stack: clean(error.stack) }),
    ...(error.cause instanceof Error && { cause: describeError(error.cause) }),
  };
}

/** Text without e-mail addresses, Shopify tokens and sign-in tokens, wherever in a sentence they stand. */
export function clean(text: string): string {
  return text
    // Without slashes: a path such as node_modules/@scope/file.js is no address.
    .replace(/[^\s@"'<>(),;:=/\\]+@[^\s@"'<>(),;:=/\\]+\.[^\s@"'<>(),;:=/\\]+/g, "[e-mail]")
    .replace(/\bshp(?:at|ua|ca|pa|ss|rt|it)_[\w-]+/g, "[token]")
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, "[token]")
    .replace(/\b(id_token|hmac|signature|token)=[^&\s"']+/g, "$1=[hidden]");
}

/**
 * A logger with Thrice's rules: one JSON object per line, times as ISO instants, no personal details, tokens or bodies.
 * `write` is where lines go; standard output when left out.
 */
export function makeLogger(level: string, write?: (line: string) => void): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError, error: describeError },
    redact: { paths: hidden.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[hidden]" },
    hooks: {
      logMethod(this: Logger, args: Parameters<Logger["info"]>, method: (...all: Parameters<Logger["info"]>) => void) {
        const cleaned = (args as unknown[]).map((arg) => (typeof arg === "string" ? clean(arg) : arg));
        method.apply(this, cleaned as Parameters<Logger["info"]>);
      },
    },
  };
  return write ? pino(options, { write }) : pino(options);
}

export const logger: Logger = makeLogger(env.logLevel);
