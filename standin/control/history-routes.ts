import { loadOrdersFile, type HistoryOrder } from "#standin/histories/orders-file/load-orders-file.ts";
import type { ControlRoutes } from "./control-route.ts";
import { shownShop } from "./shop-routes.ts";

export const historyRoutes: ControlRoutes = {
  "POST history": ({ house, body }) => {
    loadOrdersFile(house.shop, body["orders"] as HistoryOrder[]);
    return shownShop(house);
  },
  "POST play-live": ({ house, body }) =>
    house.livePlay.start({
      fromMs: body["from"] === undefined ? undefined : Date.parse(String(body["from"])),
      partialRefunds: Number(body["partialRefunds"] ?? 0),
    }),
  "GET play-live": ({ house }) => ({ ...house.livePlay.progress, pendingDeliveries: house.deliveries.pendingCount }),
};
