import MailComposer from "nodemailer/lib/mail-composer";
import { env } from "#app/platform/env.server.ts";
import type { Letter } from "./letter.ts";
import { renderLetter } from "./render-letter.ts";
import { handOver } from "./smtp-session.server.ts";

/** A letter with where it goes. `messageId` is the same for every attempt, so that a copy can be told for one. */
export interface Posting {
  letter: Letter;
  to: string;
  shopName: string;
  replyTo: string | null;
  messageId: string;
  /** Where a mail program unsubscribes by one click; null for mail that offers nothing. */
  optOutUrl: string | null;
  /** Called before the last byte leaves: from there on, until there is an answer, nobody knows whether the server took it. */
  beforeLastByte: () => Promise<void>;
}

/** What the mail server made of a message. `code` is its three-digit reply. Nothing here names the recipient. */
export type Posted =
  | { outcome: "taken" }
  /** For good: this recipient, or this message. */
  | { outcome: "refused"; code: number }
  /** For now: this recipient, or this message. */
  | { outcome: "deferred"; code: number }
  /**
   * No answer, or none that is about the message: the server is down, slow or does not let us in. `isHandedOver`: the last byte
   * had left, so it may have taken the message.
   */
  | { outcome: "unreachable"; reason: string; isHandedOver: boolean };

/** Gives one letter to the mail server, over a connection of its own. Throws only where no server is set. */
export async function post(posting: Posting): Promise<Posted> {
  if (!env.mail) throw new Error("no mail server is set");
  const whole = await compose(posting, env.mail.from);
  let isHandedOver = false;
  const lastByte = async () => {
    await posting.beforeLastByte();
    isHandedOver = true;
  };
  try {
    await handOver({ serverUrl: env.mail.serverUrl, from: env.mail.from, to: posting.to, message: whole, beforeLastByte: lastByte });
    return { outcome: "taken" };
  } catch (error) {
    return refusalOf(error, isHandedOver);
  }
}

/** The message as it goes over the wire. */
export async function compose({ letter, to, shopName, replyTo, messageId, optOutUrl }: Omit<Posting, "beforeLastByte">, from: string): Promise<Buffer> {
  const { html, text } = renderLetter(letter);
  return new MailComposer({
    from: { name: shopName.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ").trim(), address: from },
    to: { name: "", address: to },
    ...(replyTo !== null && { replyTo: { name: "", address: replyTo } }),
    subject: letter.subject,
    html,
    text,
    messageId,
    headers: {
      "Auto-Submitted": "auto-generated",
      "Content-Language": letter.language,
      // RFC 2369 and RFC 8058.
      ...(optOutUrl !== null && { "List-Unsubscribe": `<${optOutUrl}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

// What the server wrote beside its code may name the recipient, and goes nowhere.
function refusalOf(error: unknown, isHandedOver: boolean): Posted {
  const { code: kind, responseCode, command } = error as { code?: string; responseCode?: number; command?: string };
  const isAboutMessage = (kind === "EENVELOPE" && command === "RCPT TO") || kind === "EMESSAGE" || (kind === "EENVELOPE" && command === "DATA");
  if (!isAboutMessage || responseCode === undefined || responseCode === 421) {
    return { outcome: "unreachable", reason: responseCode ? `${kind} ${responseCode}` : (kind ?? "unknown"), isHandedOver: isHandedOver && responseCode === undefined };
  }
  return { outcome: responseCode >= 500 ? "refused" : "deferred", code: responseCode };
}
