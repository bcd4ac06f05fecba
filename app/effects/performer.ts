import type { EffectKind, EffectOf, EffectOutcome } from "#app/domain/effect.ts";

/** One attempt at an effect. `isRepeat`: an earlier one may have reached Shopify, so it is looked for first. */
export interface Attempt<Kind extends EffectKind> {
  shop: EffectShop;
  effectId: string;
  effect: EffectOf<Kind>;
  isRepeat: boolean;
  /** For what cannot be looked for: when the first attempt that may have happened got to the point of no return, and `begin` before this one does. */
  handOver: { begunAt: Date | null; begin: () => Promise<void> };
  now: Date;
}

/** What performers may know of the shop. */
export interface EffectShop {
  id: number;
  domain: string;
  name: string;
  currency: string;
  timeZone: string;
}

/** Performs one kind of effect: any number of attempts leave one thing done. Trouble that passes is thrown. */
export type Performer<Kind extends EffectKind> = (attempt: Attempt<Kind>) => Promise<EffectOutcome>;
