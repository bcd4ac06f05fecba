import { z } from "zod";
import { isMailable } from "#app/domain/messages/address.ts";

const wholeNumber = (least: number, most: number) =>
  z.string().regex(/^\d+$/, "must be a whole number").transform(Number).pipe(z.number().min(least).max(most));

const tokenKey = z.string().transform((entry, context) => {
  const at = entry.indexOf(":");
  const key = Buffer.from(entry.slice(at + 1), "base64");
  if (at >= 1 && key.length === 32) return { name: entry.slice(0, at), key };
  context.addIssue({ code: "custom", message: "must be name:key pairs, each key 32 bytes in base64 (openssl rand -base64 32)" });
  return z.NEVER;
});

const tokenKeys = z
  .string()
  .transform((ring) => ring.split(",").map((entry) => entry.trim()).filter(Boolean))
  .pipe(z.array(tokenKey).min(1, "must hold at least one key, as k1:base64 (openssl rand -base64 32)"))
  .refine((keys) => new Set(keys.map(({ name }) => name)).size === keys.length, "must not use a key name twice")
  .refine((keys) => keys.every(({ name }) => /^[\w-]+$/.test(name)), "must name its keys with letters, digits, _ or -");

const isLoopback = (hostname: string) => hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";

const appUrl = z.string().transform((text, context) => {
  const url = URL.parse(text);
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname))) return url.origin;
  const message = url
    ? "must begin with https:// (http:// is accepted on this machine only)"
    : "must be an address such as https://thrice.example.com";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

const mailServer = z.string().transform((text, context) => {
  const url = URL.parse(text);
  if ((url?.protocol === "smtp:" || url?.protocol === "smtps:") && url.hostname !== "") return text;
  context.addIssue({ code: "custom", message: "must be an address such as smtp://user:password@mail.example.com:587, or smtps:// with port 465" });
  return z.NEVER;
});

const schema = z
  .object({
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must begin with postgresql://"),
    DATABASE_POOL_MAX: wholeNumber(2, 200).default(10),
    HOST: z.string().min(1).default("127.0.0.1"),
    PORT: wholeNumber(0, 65535).default(3000),
    SHOPIFY_APP_URL: appUrl,
    SHOPIFY_API_KEY: z.string().min(1, "must not be empty; it is the client id of the app"),
    SHOPIFY_API_SECRET: z.string().min(1, "must not be empty; it is the client secret of the app"),
    SHOPIFY_API_SECRET_PREVIOUS: z.string().min(1, "must be the secret before the last rotation, or be left out").optional(),
    TOKEN_KEYS: tokenKeys,
    WORKER: z.enum(["in-process", "off"], 'must be "in-process" or "off"').default("off"),
    LOG_LEVEL: z
      .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], "must be trace, debug, info, warn, error, fatal or silent")
      .default("info"),
    SMTP_URL: mailServer.optional(),
    MAIL_FROM: z.string().refine(isMailable, "must be a plain e-mail address such as points@mail.example.com").optional(),
    TRUST_PROXY_HOPS: wholeNumber(0, 10).default(0),
    NODE_ENV: z.enum(["production", "development", "test"], "must be production, development or test").default("production"),
  })
  .superRefine((it, context) => {
    if ((it.SMTP_URL === undefined) === (it.MAIL_FROM === undefined)) return;
    const missing = it.SMTP_URL === undefined ? "SMTP_URL" : "MAIL_FROM";
    context.addIssue({ code: "custom", path: [missing], message: "must be set where the other of SMTP_URL and MAIL_FROM is" });
  })
  .transform((it) => ({
    databaseUrl: it.DATABASE_URL,
    databasePoolMax: it.DATABASE_POOL_MAX,
    host: it.HOST,
    port: it.PORT,
    appUrl: it.SHOPIFY_APP_URL,
    apiKey: it.SHOPIFY_API_KEY,
    apiSecret: it.SHOPIFY_API_SECRET,
    apiSecretPrevious: it.SHOPIFY_API_SECRET_PREVIOUS,
    tokenKeys: it.TOKEN_KEYS,
    worker: it.WORKER,
    logLevel: it.LOG_LEVEL,
    /** Where mail goes out, and whom it is from; undefined: none is sent. */
    mail: it.SMTP_URL !== undefined && it.MAIL_FROM !== undefined ? { serverUrl: it.SMTP_URL, from: it.MAIL_FROM } : undefined,
    trustProxyHops: it.TRUST_PROXY_HOPS,
    mode: it.NODE_ENV,
  }));

export type Env = z.output<typeof schema>;

/** The environment is not fit to run on. The message lists every variable that is missing or wrong, and never a value. */
export class EnvError extends Error {
  override name = "EnvError";
  constructor(lines: string[]) {
    super(`Thrice cannot start until its environment is put right (see .env.example):\n${lines.join("\n")}`);
  }
}

/**
 * Settings of the process from environment variables.
 *
 * An empty variable counts as absent, as in most hosting panels. `appUrl` is an origin without a slash at the end.
 * `tokenKeys` keeps its order: the first key seals, all of them open.
 * Throws `EnvError` naming every variable that has to be put right.
 */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const variable = String(issue.path[0]);
    return `  ${variable} ${present[variable] === undefined ? "is not set" : issue.message}`;
  });
  throw new EnvError([...new Set(lines)]);
}

/** Read once, at start: a process with a wrong setting stops before it takes a request. */
export const env: Env = readEnv(process.env);
