import type { Formats } from "#app/ui/formats.ts";

/** A label or hint that was written with the usual name of points, with the merchant's own in its place: "Cost in stars". */
export function inTheirPoints(text: string, { pointsName, pointsTitle }: Pick<Formats, "pointsName" | "pointsTitle">): string {
  return text.replaceAll(/\b(points|Points|point)\b/g, (word) => (word === "points" ? pointsName.other : word === "Points" ? pointsTitle : pointsName.one));
}
