import { whyFormats } from "#app/domain/points/why-formats.ts";
import type { WhyFormats } from "#app/domain/points/why-sentence.ts";
import type { Formats } from "./formats.ts";

const made = new WeakMap<Formats, WhyFormats>();

/** How explanations write points, money and days for one viewer. Made once for each, because building formats is slow. */
export function whyFormatsOf(formats: Formats): WhyFormats {
  let whys = made.get(formats);
  if (!whys) {
    whys = whyFormats({ locale: formats.locale, timeZone: formats.timeZone, pointsName: formats.pointsName });
    made.set(formats, whys);
  }
  return whys;
}
