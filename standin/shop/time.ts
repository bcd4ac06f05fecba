/** "2026-07-01T10:00:00Z": Shopify's instants have whole seconds. */
export const utcInstant = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;

/** The instant of an ISO 8601 text, in whole seconds; `defaultMs` where there is none. Throws for any other text. */
export function instantMs(text: string | undefined, defaultMs: number): number {
  const atMs = text === undefined ? defaultMs : Date.parse(text);
  if (Number.isNaN(atMs)) throw new Error(`${text} is no instant`);
  return wholeSecond(atMs);
}

/** Cuts milliseconds off, as Shopify does before it compares or shows a time. */
export const wholeSecond = (atMs: number): number => Math.floor(atMs / 1000) * 1000;

const offsetFormats = new Map<string, Intl.DateTimeFormat>();

/** "2026-07-01T11:00:00+01:00": webhooks write instants in the shop's zone. */
export function zonedInstant(atMs: number, timeZone: string): string {
  let format = offsetFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
    offsetFormats.set(timeZone, format);
  }
  const name = format.formatToParts(atMs).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const offset = name === "GMT" ? "+00:00" : name.slice(3);
  const [hours = "0", minutes = "0"] = offset.slice(1).split(":");
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (offset.startsWith("-") ? -1 : 1);
  return `${new Date(atMs + offsetMs).toISOString().slice(0, 19)}${offset}`;
}
