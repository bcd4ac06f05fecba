import { SMTP_PORT } from "#tests/setup/mail-env.ts";
import type { EffectOutcome } from "#app/domain/effect.ts";
import type { MessageKind } from "#app/domain/messages/message.ts";
import { sendMessages } from "#app/jobs/send-messages.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { saveMailSettings } from "#app/store/message-settings.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { remind } from "#app/usecases/remind.server.ts";
import { setHoldoutPercent } from "#app/usecases/set-holdout-percent.server.ts";
import type { CaughtMail, Mailbox } from "#standin/mailbox/mailbox.ts";
import { createCustomer, signIn, type CustomerInput } from "#standin/shop/change-customer.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import type { CustomerRecord, OrderRecord } from "#standin/shop/records.ts";
import { openLab, type Lab, type LabShop } from "./shop-lab.ts";

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export interface MailingShop {
  lab: LabShop;
  shop: Shop;
  mailbox: Mailbox;
  /** Noon of the nth day from twelve days ago. What is delivered is settled as of today. */
  day: (n: number) => Date;
  /** A customer in Shopify, who agreed to offers unless `marketingState` says otherwise. */
  customer: (input?: CustomerInput & { isSignedIn?: boolean }) => Promise<CustomerRecord>;
  /** A paid order of a customer on a day, taken in. */
  order: (customer: CustomerRecord, on: number, totalMinor?: number) => Promise<OrderRecord>;
  /** Settles, and asks for what is due on a day, as the jobs of the calendar do. */
  remind: (on: number) => Promise<number>;
  /** Sends what is due at an instant. */
  send: (at: Date | number) => Promise<number>;
  /** Mails to a customer, oldest first. */
  mailsTo: (customer: { email: string | null }) => CaughtMail[];
  /** How the messages of a kind to a customer ended. */
  outcomes: (customer: { id: string }, kind: MessageKind) => Promise<(EffectOutcome["outcome"] | string)[]>;
}

let names = 0;

/** The stand-in with its mail server where the app expects it. */
export const openMailLab = (): Promise<Lab> => openLab({ smtpPort: SMTP_PORT });

/** A shop with a program that earns a point a pound at once, whose mail may go out at any hour, with nobody held out. */
export async function openMailingShop(all: Lab, program: object = {}, { timeZone = "Europe/London" } = {}): Promise<MailingShop> {
  if (env.mail?.serverUrl !== all.mailbox.url) throw new Error("import #tests/setup/mail-env.ts before anything else: the app has read its environment already");
  names += 1;
  const lab = all.shop(`mailing-${names}.myshopify.com`, { scopes: ["write_discounts"], timeZone });
  const shop = await lab.install();
  await lab.readHistory();
  const start = new Date(`${new Date(Date.now() - 12 * DAY_MS).toISOString().slice(0, 10)}T12:00:00Z`).getTime();
  const day = (n: number) => new Date(start + n * DAY_MS);
  const earnRules = [{ id: "spend", kind: "amount", points: 1, perMinor: 100, conditions: [] }];
  const saved = await saveDraft(shop.id, { pendingDays: 0, earnRules, ...program }, { by: "test", now: day(0) });
  if (saved.outcome !== "saved") throw new Error(JSON.stringify(saved));
  await publishProgram(shop.id, { by: "test", now: day(0), startsAt: day(-1) });
  await saveMailSettings(pool, shop.id, { language: "en", quiet: { fromHour: 0, untilHour: 0 } });
  await setHoldoutPercent(shop.id, { percent: 0, by: "test" }, day(0));
  // Dates the settings of the messages.
  await remind(shop, day(0));
  const standin = lab.house.shop;
  let count = 0;
  return {
    lab,
    shop,
    mailbox: all.mailbox,
    day,
    async customer({ isSignedIn = false, ...input } = {}) {
      count += 1;
      const customer = createCustomer(standin, { email: `c${count}@shop${names}.example`, marketingState: "SUBSCRIBED", createdAt: day(-10).toISOString(), ...input });
      if (isSignedIn) signIn(standin, customer);
      await lab.deliver(lab.takeTold());
      return customer;
    },
    async order(customer, on, totalMinor = 12_000) {
      const order = placeOrder(standin, { customer: { id: customer.id }, totalMinor, createdAt: day(on).toISOString() });
      await lab.deliver(lab.takeTold());
      return order;
    },
    async remind(on) {
      await settleDue(shop.id, day(on));
      return remind(shop, day(on));
    },
    send: (at) => sendMessages(shop, () => (typeof at === "number" ? day(at) : at)),
    mailsTo: ({ email }) => all.mailbox.mails.filter(({ to }) => to.includes(email ?? "")),
    async outcomes({ id }, kind) {
      const { rows } = await pool.query<{ state: string; because: string | null }>(
        "SELECT state, outcome ->> 'because' AS because FROM effects WHERE shop_id = $1 AND effect ->> 'customerId' = $2 AND effect #>> '{message,kind}' = $3 ORDER BY effect_id",
        [shop.id, id, kind],
      );
      return rows.map(({ state, because }) => because ?? state);
    },
  };
}
