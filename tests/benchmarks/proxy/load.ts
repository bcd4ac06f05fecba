import { createHmac } from "node:crypto";
import { connect, type Socket } from "node:net";
import { quantile } from "../figure.ts";
import { SHOP_DOMAIN } from "../shop-domain.ts";
import { answerQuestions } from "../part.ts";

/** What is read: as fast as answers come back. `path` with what a page asks, where {customer} is whoever asks. */
export interface ReadLoad {
  port: number;
  path: string;
  connections: number;
  customers: number;
  seconds: number;
}

export interface ReadResult {
  perSecond: number;
  answered: number;
  refused: number;
  p50Ms: number;
  p99Ms: number;
  /** How busy this generator was, of one core. */
  cpuShare: number;
}

const secret = process.env["SHOPIFY_API_SECRET"] ?? "";

/** A request as Shopify forwards it for one customer, signed now. */
function forwarded(path: string, customerId: string): Buffer {
  const url = new URL(path.replaceAll("{customer}", customerId), "http://127.0.0.1");
  const added = { shop: SHOP_DOMAIN, logged_in_customer_id: customerId, path_prefix: "/apps/thrice", timestamp: String(Math.floor(Date.now() / 1_000)) };
  for (const [name, value] of Object.entries(added)) url.searchParams.set(name, value);
  const pairs = [...url.searchParams].map(([name, value]) => `${name}=${value}`).sort();
  url.searchParams.set("signature", createHmac("sha256", secret).update(pairs.join("")).digest("hex"));
  return Buffer.from(`GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n`, "latin1");
}

// A bare socket: node:http as a client would be as busy as the server it measures.
class Connection {
  readonly #socket: Socket;
  #answered: (isGood: boolean) => void = () => undefined;
  #parts: Buffer[] = [];
  #missing = -1;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (bytes) => this.#receive(bytes));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    return new Connection(socket);
  }

  send(request: Buffer, answered: (isGood: boolean) => void): void {
    this.#answered = answered;
    this.#socket.write(request);
  }

  #receive(bytes: Buffer): void {
    this.#parts.push(bytes);
    if (this.#missing < 0) {
      const seen = this.#parts.length === 1 ? bytes : Buffer.concat(this.#parts);
      const headEnd = seen.indexOf("\r\n\r\n");
      if (headEnd < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(seen.toString("latin1", 0, headEnd))?.[1] ?? 0);
      this.#missing = headEnd + 4 + length - seen.length;
    } else this.#missing -= bytes.length;
    if (this.#missing > 0) return;
    const isGood = this.#parts[0]?.toString("latin1", 0, 12) === "HTTP/1.1 200";
    this.#parts = [];
    this.#missing = -1;
    this.#answered(isGood);
  }

  close(): void {
    this.#socket.destroy();
  }
}

async function run({ port, path, connections, customers, seconds }: ReadLoad): Promise<ReadResult> {
  const requests = Array.from({ length: customers }, (_, at) => forwarded(path, String(at + 1)));
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  const untilMs = startedMs + seconds * 1_000;
  const timesMs: number[] = [];
  let refused = 0;
  let turn = 0;
  await Promise.all(open.map((connection) => new Promise<void>((resolve) => {
    const next = () => {
      const sentMs = performance.now();
      if (sentMs >= untilMs) return resolve();
      connection.send(requests[turn++ % requests.length] ?? Buffer.alloc(0), (isGood) => {
        timesMs.push(performance.now() - sentMs);
        if (!isGood) refused += 1;
        next();
      });
    };
    next();
  })));
  const tookMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  for (const connection of open) connection.close();
  return {
    perSecond: timesMs.length / (tookMs / 1_000), answered: timesMs.length, refused,
    p50Ms: quantile(timesMs, 0.5), p99Ms: quantile(timesMs, 0.99), cpuShare: (user + system) / 1_000 / tookMs,
  };
}

answerQuestions({ run });
