import type { ControlRoutes } from "./control-route.ts";

export const historyRoutes: ControlRoutes = {
  "POST play-live": ({ house, body }) => house.livePlay.start(body["from"] === undefined ? undefined : Date.parse(String(body["from"]))),
  "GET play-live": ({ house }) => ({ ...house.livePlay.progress, pendingDeliveries: house.deliveries.pendingCount }),
};
