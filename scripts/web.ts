import { fileURLToPath } from "node:url";
import { startChild, type Child } from "#scripts/child.ts";

const PRELOAD = new URL("../standin/preload.ts", import.meta.url).href;
const SERVER = fileURLToPath(new URL("../build/server/server.js", import.meta.url));

export type WebOptions = {
  port: number;
  databaseUrl: string;
  /** The address under which browsers and Shopify know the app. */
  appUrl: string;
  apiKey: string;
  apiSecret: string;
  tokenKeys: string;
  /** Where the stand-in plays Shopify. */
  standinOrigin: string;
  logFile: string;
  /** More variables, or others than the usual. */
  env?: Record<string, string>;
};

/**
 * Starts the built app, unchanged, with its worker in the same process; only its outgoing calls are led to the stand-in.
 * Resolves when it answers and reaches its database; throws with its last log lines when it ends before that.
 */
export async function startWeb(options: WebOptions): Promise<Child> {
  const child = startChild({
    name: "The app",
    args: ["--import", PRELOAD, SERVER],
    logFile: options.logFile,
    env: {
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(options.port),
      DATABASE_URL: options.databaseUrl,
      SHOPIFY_APP_URL: options.appUrl,
      SHOPIFY_API_KEY: options.apiKey,
      SHOPIFY_API_SECRET: options.apiSecret,
      TOKEN_KEYS: options.tokenKeys,
      WORKER: "in-process",
      LOG_LEVEL: "info",
      STANDIN_ADMIN: options.standinOrigin,
      ...options.env,
    },
  });
  let failure: string | undefined;
  void child.died.then((sentence) => (failure = sentence));
  for (;;) {
    if (failure) throw new Error(failure);
    if (await isReady(options.port)) return child;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
