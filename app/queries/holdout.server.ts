import { pool } from "#app/platform/db.server.ts";
import { countArms, getHoldoutSetting, type HoldoutSetting } from "#app/store/holdout.server.ts";

/** The share that is held out, and how many customers stand in each arm; `leftOut` were merged across arms. */
export interface Holdout extends HoldoutSetting {
  treated: number;
  heldOut: number;
  leftOut: number;
}

/** The share in force and how the arms stand, in customers of today. */
export async function getHoldout(shopId: number): Promise<Holdout> {
  const [setting, arms] = await Promise.all([getHoldoutSetting(pool, shopId), countArms(pool, shopId)]);
  return { ...setting, ...arms };
}
