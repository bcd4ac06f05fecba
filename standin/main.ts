import { readFile } from "node:fs/promises";
import path from "node:path";
import { startStandin } from "./start-standin.ts";

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

const EXTENSION_NAME = /^[a-z-]+$/;

/** Scripts that were built before, in the folder that STANDIN_EXTENSIONS names. */
async function readExtension(name: string): Promise<string | undefined> {
  const folder = process.env["STANDIN_EXTENSIONS"];
  if (!folder || !EXTENSION_NAME.test(name)) return undefined;
  return readFile(path.join(folder, `${name}.js`), "utf8").catch(() => undefined);
}

const { STANDIN_PORT = "0", STANDIN_DOOR_PORT = "0", STANDIN_SMTP_PORT = "0", APP_ORIGIN, SHOPIFY_APP_URL, APP_SCOPES = "", APP_NAME } = process.env;

const running = await startStandin({
  apiKey: required("SHOPIFY_API_KEY"),
  apiSecret: required("SHOPIFY_API_SECRET"),
  appScopes: APP_SCOPES.split(",").filter(Boolean),
  adminPort: Number(STANDIN_PORT),
  doorPort: Number(STANDIN_DOOR_PORT),
  smtpPort: Number(STANDIN_SMTP_PORT),
  extensionScript: readExtension,
  ...(APP_ORIGIN && { appOrigin: APP_ORIGIN }),
  ...(SHOPIFY_APP_URL && { appUrl: SHOPIFY_APP_URL }),
  ...(APP_NAME && { appName: APP_NAME }),
});

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void running.stop().then(() => process.exit(0));
  });
}

process.stdout.write(`${JSON.stringify({ ready: true, admin: running.adminOrigin, door: running.doorOrigin, mailbox: `${running.adminOrigin}/mailbox`, smtp: running.smtpUrl })}\n`);
