// Imported before anything of the app, which reads its environment once: gives this test file a mail server's address.
import { freePort } from "#scripts/free-port.ts";

/** Where the test's mailbox has to listen. */
export const SMTP_PORT = await freePort();

process.env["SMTP_URL"] = `smtp://127.0.0.1:${SMTP_PORT}`;
