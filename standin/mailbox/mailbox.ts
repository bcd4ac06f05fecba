import { once } from "node:events";
import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";

/** A mail as it came in. `id` counts from 1; `raw` is the message as it was sent. */
export interface CaughtMail {
  id: number;
  receivedAt: string;
  /** Of the envelope. */
  to: string[];
  from: string;
  fromName: string;
  replyTo: string | null;
  messageId: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  raw: string;
}

/**
 * How the mail server behaves. `down`: nobody listens. `refuse`: every recipient is refused for good (550); `defer`: for now
 * (451). `slow`: a message is answered after `slowMs`. `lose-answer`: a message is taken, and the connection cut before the answer;
 * `cut`: the connection is cut before the message is taken.
 */
export interface MailFaults {
  mode: "good" | "down" | "refuse" | "defer" | "slow" | "lose-answer" | "cut";
  slowMs: number;
}

const MODES: readonly string[] = ["good", "down", "refuse", "defer", "slow", "lose-answer", "cut"];

/** A mail server that delivers to itself: everything that it takes can be looked at. */
export class Mailbox {
  readonly mails: CaughtMail[] = [];
  faults: MailFaults = { mode: "good", slowMs: 1_000 };
  #server: SMTPServer | undefined;
  #port = 0;

  /** The address of the server, for SMTP_URL; the same from the first start to the end. */
  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  /** Listens on a port, or on one of the system's choice. Throws when it is taken. */
  async start(port = 0): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["AUTH", "STARTTLS"],
      disableReverseLookup: true,
      closeTimeout: 0,
      logger: false,
      onRcptTo: (_address, _session, answer) => {
        const { mode } = this.faults;
        if (mode === "refuse") answer(refusal(550, "No such mailbox here"));
        else if (mode === "defer") answer(refusal(451, "Try again later"));
        else answer();
      },
      onData: (stream, session, answer) => void this.#take(stream, session, answer),
    });
    // A client that is killed in the middle is no news.
    server.on("error", () => {});
    server.listen(this.#port || port, "127.0.0.1");
    await once(server.server, "listening");
    this.#port = (server.server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** Throws for a mode that there is not. */
  async setFaults({ mode = this.faults.mode, slowMs = this.faults.slowMs }: Partial<MailFaults>): Promise<void> {
    if (!MODES.includes(mode)) throw new Error(`mode is one of ${MODES.join(", ")}`);
    this.faults = { mode, slowMs };
    if (mode === "down") await this.stop();
    else if (!this.#server) await this.start();
  }

  async #take(stream: SMTPServerDataStream, session: SMTPServerSession, answer: (error?: Error | null) => void): Promise<void> {
    const { mode, slowMs } = this.faults;
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    if (mode !== "cut") await this.#keep(Buffer.concat(parts), session);
    if (mode === "cut" || mode === "lose-answer") return this.#hangUp();
    if (mode === "slow") await new Promise((resolve) => setTimeout(resolve, slowMs));
    answer();
  }

  async #keep(raw: Buffer, { envelope }: SMTPServerSession): Promise<void> {
    const mail = await PostalMime.parse(raw);
    this.mails.push({
      id: this.mails.length + 1,
      receivedAt: new Date().toISOString(),
      to: envelope.rcptTo.map(({ address }) => address),
      from: mail.from?.address ?? "",
      fromName: mail.from?.name ?? "",
      replyTo: mail.replyTo?.[0]?.address ?? null,
      messageId: mail.messageId ?? "",
      subject: mail.subject ?? "",
      text: mail.text ?? "",
      html: mail.html ?? "",
      headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key.toLowerCase(), value])),
      raw: raw.toString("utf8"),
    });
  }

  #hangUp(): void {
    for (const connection of this.#server?.connections ?? []) (connection as unknown as { _socket: { destroy(): void } })._socket.destroy();
  }
}

const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });
