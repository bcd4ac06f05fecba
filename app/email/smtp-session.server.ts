import { Readable } from "node:stream";
import { parseConnectionUrl } from "nodemailer/lib/shared";
import SMTPConnection from "nodemailer/lib/smtp-connection";

const CONNECT_MS = 10_000;
// Shorter than the lease of an effect, so that a message is not taken by another while the server thinks about it.
const SILENCE_MS = 90_000;
const TAIL_BYTES = 2;

export interface Handing {
  serverUrl: string;
  from: string;
  to: string;
  message: Buffer;
  /** Called when the server waits for the message and has all of it but its last bytes; without it the server takes nothing. */
  beforeLastByte: () => Promise<void>;
}

/**
 * Hands one message to a mail server, over a connection of its own, and resolves when the server has taken it. Rejects with
 * the client's error: `responseCode` is the server's reply, `command` what it replied to; neither for a connection that ends.
 */
export async function handOver({ serverUrl, from, to, message, beforeLastByte }: Handing): Promise<void> {
  const { auth, ...server } = parseConnectionUrl(serverUrl);
  const connection = new SMTPConnection({ ...server, connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, dnsTimeout: CONNECT_MS, socketTimeout: SILENCE_MS, logger: false });
  const broken = new Promise<never>((_, reject) => connection.on("error", reject));
  // Whoever waits for a step hears of it there.
  broken.catch(() => {});
  const step = (begin: (done: (error?: Error | null) => void) => void) =>
    Promise.race([broken, new Promise<void>((resolve, reject) => begin((error) => (error ? reject(error) : resolve())))]);
  try {
    await step((done) => connection.connect(done));
    if (auth) await step((done) => connection.login(auth, done));
    const parts = Readable.from(inTwoParts(message, beforeLastByte));
    await step((done) => connection.send({ from, to: [to], size: message.length }, parts, done));
  } catch (error) {
    connection.close();
    throw error;
  }
  connection.quit();
}

async function* inTwoParts(message: Buffer, beforeLastByte: () => Promise<void>): AsyncGenerator<Buffer> {
  yield message.subarray(0, -TAIL_BYTES);
  await beforeLastByte();
  yield message.subarray(-TAIL_BYTES);
}
