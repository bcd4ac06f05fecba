import type { IncomingMessage, ServerResponse } from "node:http";
import { readText, send, sendJson } from "#standin/http.ts";
import type { CaughtMail, Mailbox, MailFaults } from "./mailbox.ts";

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem}table{border-collapse:collapse;width:100%}
td,th{text-align:start;padding:.4rem .6rem;border-bottom:1px solid #ccc;overflow-wrap:anywhere}iframe{width:100%;height:32rem;border:1px solid #ccc}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f4f4;padding:1rem}`;

/**
 * The mailbox's pages below /mailbox, and its control API below /standin/mailbox: GET lists the mails, DELETE forgets them, GET
 * and PUT faults.
 */
export async function answerMailbox(mailbox: Mailbox, incoming: IncomingMessage, { url, answer }: { url: URL; answer: ServerResponse }): Promise<void> {
  if (url.pathname.startsWith("/standin/")) return answerControl(mailbox, incoming, { url, answer });
  const [, , id, part] = url.pathname.split("/");
  if (!id) return sendPage(answer, "Mailbox", listPage(mailbox));
  const mail = mailbox.mails[Number(id) - 1];
  if (!mail) return send(answer, 404, { type: "text/plain", body: "There is no such mail." });
  // Opened as a mail program would: no script, and nothing loaded from elsewhere.
  if (part === "html") {
    return send(answer, 200, { type: "text/html; charset=utf-8", body: shownHtml(mail), headers: { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-top-navigation-by-user-activation" } });
  }
  if (part === "raw") return send(answer, 200, { type: "text/plain; charset=utf-8", body: mail.raw });
  return sendPage(answer, mail.subject, mailPage(mail));
}

async function answerControl(mailbox: Mailbox, incoming: IncomingMessage, { url, answer }: { url: URL; answer: ServerResponse }): Promise<void> {
  const asked = `${incoming.method} ${url.pathname.slice("/standin/mailbox".length)}`;
  try {
    switch (asked) {
      case "GET ":
        return sendJson(answer, 200, mailbox.mails.filter(({ to }) => !url.searchParams.has("to") || to.includes(url.searchParams.get("to") ?? "")));
      case "DELETE ":
        mailbox.mails.length = 0;
        return sendJson(answer, 200, []);
      case "GET /faults":
        return sendJson(answer, 200, mailbox.faults);
      case "PUT /faults":
        await mailbox.setFaults(JSON.parse(await readText(incoming)) as Partial<MailFaults>);
        return sendJson(answer, 200, mailbox.faults);
      default:
        return sendJson(answer, 404, { error: `no route ${asked}` });
    }
  } catch (error) {
    sendJson(answer, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function sendPage(answer: ServerResponse, title: string, body: string): void {
  send(answer, 200, {
    type: "text/html; charset=utf-8",
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${text(title)}</title><style>${STYLE}</style><body>${body}</body></html>`,
  });
}

/** The mail as written, but for its links: they leave the frame, and those to a shop lead to its pages here. */
const shownHtml = ({ html }: CaughtMail): string =>
  html.replace(/^(\s*<!doctype[^>]*>)?/i, '$1<base target="_top">').replaceAll(/(href=")https:\/\/([a-z0-9-]+\.myshopify\.com)(?=[/"])/g, "$1/storefront/$2");

const listPage = ({ mails }: Mailbox): string =>
  `<h1>Mailbox</h1>${mails.length === 0 ? "<p>No mail has come in.</p>" : `<table><tr><th>Received</th><th>To</th><th>From</th><th>Subject</th></tr>${mails.toReversed().map(row).join("")}</table>`}`;

const row = ({ id, receivedAt, to, fromName, subject }: CaughtMail): string =>
  `<tr><td>${receivedAt.slice(11, 19)}</td><td>${text(to.join(", "))}</td><td>${text(fromName)}</td><td><a href="/mailbox/${id}">${text(subject)}</a></td></tr>`;

const mailPage = ({ id, to, from, fromName, subject, text: words, headers }: CaughtMail): string =>
  `<p><a href="/mailbox">Mailbox</a></p><h1>${text(subject)}</h1><p>From ${text(fromName)} &lt;${text(from)}&gt; to ${text(to.join(", "))}. <a href="/mailbox/${id}/raw">As it was sent</a></p>
${headers["list-unsubscribe"] ? `<p>Unsubscribe by one click: ${text(headers["list-unsubscribe"])}</p>` : ""}
<iframe title="The mail as HTML" sandbox="allow-popups allow-top-navigation-by-user-activation" src="/mailbox/${id}/html"></iframe><h2>As plain text</h2><pre tabindex="0">${text(words)}</pre>`;

const text = (value: string): string => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
