import path from "node:path";
import pg from "pg";
import { readAppScopes } from "#scripts/app-scopes.ts";
import { ensureBuilt } from "#scripts/build.ts";
import { writeExtensions } from "#scripts/build-extensions.ts";
import { startChild, type Child } from "#scripts/child.ts";
import type { DemoOptions } from "#scripts/demo/options.ts";
import type { Progress } from "#scripts/demo/progress.ts";
import type { RunFolder } from "#scripts/demo/run-folder.ts";
import { freePort } from "#scripts/free-port.ts";
import { migrate } from "#scripts/migrate.ts";
import { startPostgres } from "#scripts/postgres.ts";
import { standinControl, type StandinControl } from "#scripts/standin-control.ts";
import { startWeb } from "#scripts/web.ts";

const ADMIN_PORT = 4700;
const MAIL_FROM = "points@thrice-demo.example";
const DATABASE = "thrice";

/** Something that was started: how to stop it, and what to say should it end by itself. */
export type Started = { stop: () => Promise<void>; died: Promise<string> };

export type House = {
  /** The app as browsers and Shopify reach it. */
  appUrl: string;
  /** Origin of the admin that the stand-in plays. */
  adminUrl: string;
  /** Where the mails that the app sends can be read. */
  mailboxUrl: string;
  databaseUrl: string;
  control: StandinControl;
};

export type StartOptions = { options: DemoOptions; folder: RunFolder; progress: Progress; onStarted: (started: Started) => void };

/**
 * Database, stand-in and app, in this order where one needs the other, at once where not.
 * Each is handed to `onStarted` as soon as it runs, so that it can be stopped although a later one fails.
 */
export async function startHouse({ options, folder, progress, onStarted }: StartOptions): Promise<House> {
  const appPort = await freePort(options.port, progress.say);
  const adminPort = await freePort(ADMIN_PORT);
  const webPort = await freePort();
  const smtpPort = await freePort();
  const appUrl = `http://127.0.0.1:${appPort}`;
  const adminUrl = `http://localhost:${adminPort}`;
  const { apiKey, apiSecret, tokenKeys } = folder.secrets;
  progress.step("Starting: database, build of the app, stand-in for Shopify");
  const [databaseUrl] = await Promise.all([
    openDatabase({ options, folder, progress, onStarted }),
    ensureBuilt(),
    writeExtensions(extensionsFolder(folder), { appUrl }),
    startStandin({ adminPort, doorPort: appPort, webPort, smtpPort, appUrl, folder }, onStarted),
  ]);
  progress.step("Starting: the app");
  const web = await startWeb({
    port: webPort,
    databaseUrl,
    appUrl,
    apiKey,
    apiSecret,
    tokenKeys,
    standinOrigin: adminUrl,
    logFile: folder.logFile("app"),
    env: { SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, MAIL_FROM },
  });
  onStarted(web);
  return { appUrl, adminUrl, mailboxUrl: `${adminUrl}/mailbox`, databaseUrl, control: standinControl(adminUrl) };
}

const extensionsFolder = (folder: RunFolder): string => path.join(folder.path, "extensions");

async function openDatabase({ options, folder, progress, onStarted }: StartOptions): Promise<string> {
  const given = process.env["DATABASE_URL"];
  if (given) {
    await migrate(given);
    if (!options.isKept) await refuseUsedDatabase(given);
    progress.say("Using the database that DATABASE_URL names.");
    return given;
  }
  const server = await startPostgres({
    dataDir: path.join(folder.path, "postgres"),
    empty: !options.isKept,
    settings: { shared_buffers: "256MB" },
    notice: progress.say,
  });
  onStarted({ stop: server.stop, died: server.died.then((words) => `The database ended. Its last words:\n${words}`) });
  const databaseUrl = await server.ensureDatabase(DATABASE);
  await migrate(databaseUrl);
  return databaseUrl;
}

/** A demo begins with nothing. What is in a database of somebody's own, the demo does not throw away. */
async function refuseUsedDatabase(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ used: boolean }>("select exists (select from shops) as used");
    if (rows[0]?.used) throw new Error("The database that DATABASE_URL names holds shops already. Name an empty one, or carry on with it by --keep.");
  } finally {
    await client.end();
  }
}

type StandinAddresses = { adminPort: number; doorPort: number; webPort: number; smtpPort: number; appUrl: string; folder: RunFolder };

async function startStandin(addresses: StandinAddresses, onStarted: (started: Started) => void): Promise<Child> {
  const { apiKey, apiSecret } = addresses.folder.secrets;
  const child = startChild({
    name: "The stand-in for Shopify",
    args: ["standin/main.ts"],
    logFile: addresses.folder.logFile("standin"),
    env: {
      STANDIN_PORT: String(addresses.adminPort),
      STANDIN_DOOR_PORT: String(addresses.doorPort),
      STANDIN_SMTP_PORT: String(addresses.smtpPort),
      STANDIN_EXTENSIONS: extensionsFolder(addresses.folder),
      APP_ORIGIN: `http://127.0.0.1:${addresses.webPort}`,
      SHOPIFY_APP_URL: addresses.appUrl,
      SHOPIFY_API_KEY: apiKey,
      SHOPIFY_API_SECRET: apiSecret,
      APP_SCOPES: readAppScopes().required.join(","),
    },
  });
  onStarted(child);
  await child.readyLine;
  return child;
}
