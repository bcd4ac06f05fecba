import type { EffectKind, EffectOf, EffectOutcome } from "#app/domain/effect.ts";

/** One attempt at an effect. `isRepeat`: an earlier one may have reached Shopify, so it is looked for first. */
export interface Attempt<Kind extends EffectKind> {
  shop: { domain: string };
  effect: EffectOf<Kind>;
  isRepeat: boolean;
}

/** Performs one kind of effect: any number of attempts leave one thing done. Trouble that passes is thrown. */
export type Performer<Kind extends EffectKind> = (attempt: Attempt<Kind>) => Promise<EffectOutcome>;
