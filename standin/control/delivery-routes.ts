import type { Delivery } from "#standin/webhooks/delivery-queue.ts";
import type { ControlRoutes } from "./control-route.ts";

const shownDelivery = ({ body: _body, ...shown }: Delivery): object => shown;

export const deliveryRoutes: ControlRoutes = {
  "GET deliveries": ({ house, query }) => {
    const topic = query.get("topic");
    const state = query.get("state");
    const found = house.deliveries.log.filter((one) => (!topic || one.topic === topic) && (!state || one.state === state));
    return query.has("bodies")
      ? found.map((one) => ({ ...shownDelivery(one), body: house.deliveries.readBody(one).toString("utf8") }))
      : found.map(shownDelivery);
  },
  "POST deliveries/flush": async ({ house }) => {
    await house.deliveries.flush();
    const count = (state: string) => house.deliveries.log.filter((one) => one.state === state).length;
    return { delivered: count("delivered"), givenUp: count("given-up"), dropped: count("dropped") };
  },
  "POST deliveries/replay": ({ house, body }) => {
    const { webhookId, topic } = body;
    const isWanted = (one: Delivery) =>
      (webhookId === undefined || one.webhookId === webhookId) && (topic === undefined || one.topic === topic);
    if (webhookId === undefined && topic === undefined && body["all"] !== true) throw new Error("say webhookId, topic or all");
    return { queued: house.deliveries.replay(isWanted, body["sameId"] !== false) };
  },
};
