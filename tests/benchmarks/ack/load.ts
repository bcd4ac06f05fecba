import { createHmac, randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { quantile } from "../figure.ts";
import { SHOP_DOMAIN } from "../shop-domain.ts";
import { orderBody } from "../order-body.ts";
import { answerQuestions } from "../part.ts";

/** What is sent: as fast as 200s come back, or at a rate that does not wait for anybody. */
export interface Load {
  port: number;
  path: string;
  connections: number;
  seconds: number;
  ratePerSecond?: number;
}

/** Times in milliseconds; with a rate they count from when a request was due, so that waiting in line is part of them. */
export interface LoadResult {
  perSecond: number;
  answered: number;
  refused: number;
  p50Ms: number;
  p99Ms: number;
  /** How busy this generator was, of one core. At 1 it would be what limits the rate. */
  cpuShare: number;
}

const BODIES_PER_CONNECTION = 8;
const ID_LENGTH = 36;
const END = "\r\n\r\n";
const secret = process.env["SHOPIFY_API_SECRET"] ?? "";

// A bare socket and requests that are made beforehand: node:http as a client would be as busy as the server it measures.
class Connection {
  readonly #socket: Socket;
  readonly #requests: { bytes: Buffer; idAt: number }[];
  #answered: (isAccepted: boolean) => void = () => undefined;
  #turn = 0;
  #received = "";

  private constructor(socket: Socket, requests: { bytes: Buffer; idAt: number }[]) {
    this.#socket = socket;
    this.#requests = requests;
    socket.on("data", (bytes) => this.#receive(bytes));
  }

  static async open(load: Load, number: number): Promise<Connection> {
    const socket = connect({ port: load.port, host: "127.0.0.1", noDelay: true });
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    const requests = Array.from({ length: BODIES_PER_CONNECTION }, (_, at) => prepareRequest(load, orderBody(number * BODIES_PER_CONNECTION + at, 100)));
    return new Connection(socket, requests);
  }

  /** Sends one delivery under an id of its own; resolves with whether it was taken. */
  send(id: string, answered: (isAccepted: boolean) => void): void {
    const request = this.#requests[this.#turn++ % this.#requests.length];
    if (!request) throw new Error("no requests");
    request.bytes.write(id.padStart(ID_LENGTH, "0"), request.idAt, "latin1");
    this.#answered = answered;
    this.#socket.write(request.bytes);
  }

  #receive(bytes: Buffer): void {
    this.#received += bytes.toString("latin1");
    if (!this.#received.endsWith(END)) return;
    const isAccepted = this.#received.startsWith("HTTP/1.1 200");
    this.#received = "";
    this.#answered(isAccepted);
  }

  close(): void {
    this.#socket.destroy();
  }
}

function prepareRequest({ path }: Load, body: string): { bytes: Buffer; idAt: number } {
  const signature = createHmac("sha256", secret).update(body).digest("base64");
  const head = [
    `POST ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    "User-Agent: Shopify-Captain-Hook",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "X-Shopify-Topic: orders/paid",
    `X-Shopify-Shop-Domain: ${SHOP_DOMAIN}`,
    "X-Shopify-Api-Version: 2026-07",
    "X-Shopify-Event-Id: 98880550-7158-44d4-b7cd-2c97c8a091b5",
    "X-Shopify-Triggered-At: 2026-10-01T09:00:00.000000000Z",
    `X-Shopify-Hmac-Sha256: ${signature}`,
    "X-Shopify-Webhook-Id: ",
  ].join("\r\n");
  return { bytes: Buffer.from(`${head}${" ".repeat(ID_LENGTH)}\r\n\r\n${body}`), idAt: Buffer.byteLength(head) };
}

async function run(load: Load): Promise<LoadResult> {
  const connections = await Promise.all(Array.from({ length: load.connections }, (_, number) => Connection.open(load, number)));
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  const untilMs = startedMs + load.seconds * 1_000;
  const timesMs: number[] = [];
  const tally = { refused: 0 };
  await (load.ratePerSecond === undefined ? sendInTurn : sendAtRate)(connections, { load, untilMs, timesMs, tally });
  const tookS = (performance.now() - startedMs) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  for (const connection of connections) connection.close();
  return {
    perSecond: (timesMs.length - tally.refused) / tookS,
    answered: timesMs.length,
    refused: tally.refused,
    p50Ms: quantile(timesMs, 0.5),
    p99Ms: quantile(timesMs, 0.99),
    cpuShare: (cpu.user + cpu.system) / 1e6 / tookS,
  };
}

interface Sending {
  load: Load;
  untilMs: number;
  timesMs: number[];
  tally: { refused: number };
}

const runId = randomBytes(8).toString("hex");
let sent = 0;
const nextId = () => `${runId}-${sent++}`;

async function sendInTurn(connections: Connection[], { untilMs, timesMs, tally }: Sending): Promise<void> {
  const one = (connection: Connection, done: () => void) => {
    const sentMs = performance.now();
    if (sentMs >= untilMs) return done();
    connection.send(nextId(), (isAccepted) => {
      timesMs.push(performance.now() - sentMs);
      if (!isAccepted) tally.refused++;
      one(connection, done);
    });
  };
  await Promise.all(connections.map((connection) => new Promise<void>((resolve) => one(connection, resolve))));
}

async function sendAtRate(connections: Connection[], { load, untilMs, timesMs, tally }: Sending): Promise<void> {
  const rate = load.ratePerSecond ?? 0;
  const idle = [...connections];
  const due: number[] = [];
  const startedMs = performance.now();
  let planned = 0;
  await new Promise<void>((resolve) => {
    const pump = () => {
      while (idle.length > 0 && due.length > 0) {
        const connection = idle.pop();
        const dueMs = due.shift() ?? 0;
        connection?.send(nextId(), (isAccepted) => {
          timesMs.push(performance.now() - dueMs);
          if (!isAccepted) tally.refused++;
          idle.push(connection);
          pump();
        });
      }
      if (performance.now() >= untilMs && due.length === 0 && idle.length === connections.length) resolve();
    };
    const ticks = setInterval(() => {
      const nowMs = Math.min(performance.now(), untilMs);
      for (; planned < ((nowMs - startedMs) / 1_000) * rate; planned++) due.push(startedMs + (planned / rate) * 1_000);
      if (nowMs >= untilMs) clearInterval(ticks);
      pump();
    }, 1);
  });
}

answerQuestions({ run });
