import { day, heading, make, money, table } from "./shell-elements.js";

/** The few pages of Shopify's own that a demo needs: orders and customers, and things to do to them. */
export function showAdminPage(config, page, { ask, say }) {
  const [, kind, id] = config.page.split("/");

  async function control(path, body) {
    const answer = await fetch(`/standin/shops/${config.shop}/${path}`, body && { method: "POST", body: JSON.stringify(body) });
    const result = await answer.json();
    if (!answer.ok) throw new Error(result.error);
    return result;
  }

  /** A button that does something to the shop, says so and shows the page anew. `question` is asked first. */
  function action(text, [path, body], question) {
    const button = make("button", { type: "button", textContent: text });
    button.addEventListener("click", async () => {
      if (question && !await ask({ title: text, text: question, yes: text, no: "Go back" })) return;
      try {
        await control(path, body);
        say(`${text}: done`);
        await draw();
      } catch (error) {
        say(error.message);
      }
    });
    return button;
  }

  const draw = async () => {
    const pages = kind === "orders" ? orderPages : kind === "customers" ? customerPages : otherPages;
    try {
      page.replaceChildren(...await pages({ base: `/store/${config.store}`, shop: config.shop, path: config.page, control, action })[id ? "one" : "all"](id));
    } catch (error) {
      page.replaceChildren(heading("Not found"), make("p", { textContent: error.message }));
    }
    document.title = `${page.querySelector("h1").textContent} · ${config.shopName}`;
  };
  return draw();
}

const actions = (...buttons) => make("div", { className: "actions" }, ...buttons);
const link = (href, text) => make("a", { href, textContent: text });

/** Pages that the shop's customers see, with the app's blocks on them. */
const surfaces = (shop, pages) => make("p", {}, "What the customer sees: ", ...pages.flatMap(([text, path], at) => [...(at > 0 ? [", "] : []), link(`/surfaces/${shop}/${path}`, text)]));

const orderTable = (base, orders) => table(["Order", "Placed", "Total", "Payment"], orders.map((order) => [
  link(`${base}/orders/${order.id}`, order.name), day(order.processedAt), money(order.totalMinor, order.currency),
  order.cancelledAt ? "cancelled" : order.financialStatus.replaceAll("_", " "),
]));

const orderPages = ({ base, shop, control, action }) => ({
  async all() {
    const { items } = await control("orders");
    return [heading("Orders"), actions(action("Place an order", ["orders", { totalMinor: 2500 }])), orderTable(base, items)];
  },
  async one(id) {
    const order = await control(`orders/${id}`);
    return [
      heading(`Order ${order.name}`),
      make("p", {}, order.customerId ? link(`${base}/customers/${order.customerId}`, `Customer ${order.customerId}`) : "No customer"),
      surfaces(shop, [["Thank-you page", `thank-you/${id}`], ["Order status page", `order-status/${id}`]]),
      actions(
        action("Mark as paid", [`orders/${id}/pay`, {}]),
        action("Refund", [`orders/${id}/refund`, { full: true }], "All that was paid goes back."),
        action("Cancel order", [`orders/${id}/cancel`, {}], "The order stays, cancelled."),
        action("Fulfil", [`orders/${id}/fulfill`, { delivered: true }]),
      ),
      orderTable(base, [order]),
      table(["Item", "Quantity", "Price"], order.lines.map((line) => [line.title, String(line.quantity), money(line.unitPriceMinor, order.currency)])),
    ];
  },
});

const SHOWN_ORDERS = 20;

const customerPages = ({ base, shop, control, action }) => ({
  async all() {
    const { items } = await control("customers");
    return [heading("Customers"), table(["Customer", "Since", "Orders"], items.map((customer) => (
      [link(`${base}/customers/${customer.id}`, customer.email ?? customer.id), day(customer.createdAt), String(customer.orderIds.length)])))];
  },
  async one(id) {
    const customer = await control(`customers/${id}`);
    const orders = await Promise.all(customer.orderIds.slice(-SHOWN_ORDERS).toReversed().map((orderId) => control(`orders/${orderId}`)));
    return [
      heading(customer.email ?? `Customer ${id}`),
      surfaces(shop, [["Rewards in the account", `rewards?customer=${id}`], ["Profile", `profile?customer=${id}`], ["Checkout", `checkout?customer=${id}`]]),
      actions(
        action("Place an order", ["orders", { customer: { id }, totalMinor: 2500 }]),
        action("Request customer data", [`customers/${id}/data-request`, {}]),
        action("Erase personal data", [`customers/${id}/redact`, {}], "Name and address are erased here, and the app is told to do the same."),
      ),
      orderTable(base, orders),
    ];
  },
});

const otherPages = ({ path }) => {
  const sentence = async () => [heading("Shopify's own page"), make("p", { textContent: `${path} belongs to Shopify; the stand-in does not show it.` })];
  return { all: sentence, one: sentence };
};
