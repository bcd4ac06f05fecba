import type { ControlRoutes } from "./control-route.ts";

export const historyRoutes: ControlRoutes = {
  "POST play-live": ({ house, body }) =>
    house.livePlay.start({
      fromMs: body["from"] === undefined ? undefined : Date.parse(String(body["from"])),
      partialRefunds: Number(body["partialRefunds"] ?? 0),
    }),
  "GET play-live": ({ house }) => ({ ...house.livePlay.progress, pendingDeliveries: house.deliveries.pendingCount }),
};
