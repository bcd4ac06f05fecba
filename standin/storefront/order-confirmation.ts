import { createHmac } from "node:crypto";
import { Liquid } from "liquidjs";
import nodemailer from "nodemailer";
import type { OrderRecord } from "#standin/shop/records.ts";
import type { Shop } from "#standin/shop/shop.ts";

/** The template that a shop has before anybody pastes anything into it: only what a test needs to recognise. */
export const PLAIN_TEMPLATE = `<h1>Thank you for your order</h1>
<p>Order {{ name }}, placed at {{ shop.name }}.</p>
`;

const templates = new WeakMap<Shop, string>();

export const templateOf = (shop: Shop): string | undefined => templates.get(shop);

/** From now on every order of the shop gets this mail. Throws where Liquid does not understand it, as Shopify's editor refuses to save. */
export function setTemplate(shop: Shop, template: string): void {
  engine().parse(template);
  templates.set(shop, template);
}

/** The mail of an order, as Shopify's templates see one: the order's fields on top, not below `order`. */
export function renderConfirmation(shop: Shop, order: OrderRecord, template = templateOf(shop) ?? PLAIN_TEMPLATE): string {
  const { name, domain } = shop.settings;
  const fields = {
    id: Number(order.id), name: `#${order.number}`, order_name: `#${order.number}`, order_number: order.number, confirmation_number: order.token.slice(0, 9).toUpperCase(),
    email: order.email, customer: order.customer && { id: Number(order.customer.id), email: order.customer.email }, shop: { name, url: `https://${domain}`, domain, permanent_domain: domain },
  };
  return String(engine().parseAndRenderSync(template, fields));
}

/** Sends it, at once when the order is placed; nobody waits for it, and a mail server that is down loses it, as anywhere. */
export async function mailConfirmation(shop: Shop, order: OrderRecord, smtpUrl: string): Promise<void> {
  if (templateOf(shop) === undefined || order.email === null) return;
  const transport = nodemailer.createTransport(smtpUrl);
  try {
    await transport.sendMail({ from: `${shop.settings.name.replaceAll(/[<>"]/g, "")} <orders@${shop.settings.domain}>`, to: order.email, subject: `Order #${order.number} confirmed`, html: renderConfirmation(shop, order) });
  } finally {
    transport.close();
  }
}

function engine(): Liquid {
  // Shopify's templates have no jsTruthy, and a filter that there is not must be seen.
  const liquid = new Liquid({ strictFilters: true });
  liquid.registerFilter("hmac_sha256", (text: unknown, key: unknown) => createHmac("sha256", String(key)).update(String(text)).digest("hex"));
  return liquid;
}
