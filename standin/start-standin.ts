import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Mailbox } from "./mailbox/mailbox.ts";
import { answerAdmin } from "./admin-shell/answer-admin.ts";
import { passThroughDoor } from "./door/door.ts";
import { readOptionalScopes, readSubscriptions } from "./webhooks/read-subscriptions.ts";
import { Standin } from "./standin.ts";

export interface StandinOptions {
  apiKey: string;
  apiSecret: string;
  /** What shopify.app.toml asks for. */
  appScopes: string[];
  /** Text of the app's shopify.app.toml: webhook subscriptions and optional scopes; by default the project's own. */
  appToml?: string;
  /** The app's name in the admin's menu. */
  appName?: string;
  /** Where the app really listens; may be told later by `useApp`. */
  appOrigin?: string;
  /** The app's own idea of its address (SHOPIFY_APP_URL); by default the door's. */
  appUrl?: string;
  /** 0 or absent: a port chosen by the system. */
  adminPort?: number;
  doorPort?: number;
  smtpPort?: number;
  /** Gives the script of a UI extension, built for the app's address, by the name of its folder. Without it pages have no blocks. */
  extensionScript?: (name: string) => Promise<string | undefined>;
}

export interface RunningStandin {
  adminOrigin: string;
  doorOrigin: string;
  /** A mail server that keeps what it is given; SMTP_URL of the app. */
  smtpUrl: string;
  mailbox: Mailbox;
  standin: Standin;
  useApp(origin: string): void;
  stop(): Promise<void>;
}

type Answer = (incoming: IncomingMessage, answer: ServerResponse) => void | Promise<void>;

async function listen(port: number, answerRequest: Answer): Promise<Server> {
  const server = createServer((incoming, answer) => {
    Promise.resolve(answerRequest(incoming, answer)).catch((error: unknown) => {
      process.stderr.write(`stand-in: ${incoming.method} ${incoming.url}: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (!answer.headersSent) answer.writeHead(500);
      answer.end();
    });
  });
  // As long as the app keeps its own, whose answers say so to whoever comes through the door.
  server.keepAliveTimeout = 65_000;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** What `shopify app deploy` would send to Shopify. */
const readProjectToml = (): string => readFileSync(new URL("../shopify.app.toml", import.meta.url), "utf8");

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Starts a stand-in Shopify without shops. Several can run in one process. Throws when a port is taken. */
export async function startStandin(options: StandinOptions): Promise<RunningStandin> {
  const { apiKey, apiSecret, appScopes, appToml = readProjectToml(), appName = "Thrice", appOrigin = "http://127.0.0.1:9", adminPort = 0, doorPort = 0, smtpPort = 0 } = options;
  const mailbox = new Mailbox();
  await mailbox.start(smtpPort);
  const admin = await listen(adminPort, (incoming, answer) => answerAdmin(standin, incoming, answer));
  const door = await listen(doorPort, (incoming, answer) => passThroughDoor(standin.settings, incoming, answer));
  const adminOrigin = `http://localhost:${portOf(admin)}`;
  const doorOrigin = `http://127.0.0.1:${portOf(door)}`;
  const standin = new Standin({
    apiKey, apiSecret, appScopes, appName, optionalScopes: readOptionalScopes(appToml), subscriptions: readSubscriptions(appToml), appOrigin, appUrl: options.appUrl ?? doorOrigin, adminOrigin, doorOrigin,
  }, { mailbox, extensionScript: options.extensionScript });
  return {
    adminOrigin, doorOrigin, smtpUrl: mailbox.url, mailbox, standin,
    useApp(origin) {
      standin.settings.appOrigin = origin;
    },
    async stop() {
      const closed = [admin, door].map((server) => once(server, "close"));
      for (const server of [admin, door]) {
        server.close();
        server.closeAllConnections();
      }
      await Promise.all([standin.close(), mailbox.stop()]);
      await Promise.all(closed);
    },
  };
}
