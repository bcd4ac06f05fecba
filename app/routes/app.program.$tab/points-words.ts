import type { Formats } from "#app/ui/formats.ts";

/**
 * A label, hint or error that was written with the usual name of points, with the merchant's own in its place: "Cost in stars". {unit} is
 * the smallest amount of the shop's currency, {hundred} a hundred of it.
 */
export function inTheirPoints(text: string, { pointsName, pointsTitle, money }: Pick<Formats, "pointsName" | "pointsTitle" | "money">): string {
  return text.replace("{unit}", money(1)).replace("{hundred}", money(100)).replaceAll(/\b(points|Points|point)\b/g, (word) => (word === "points" ? pointsName.other : word === "Points" ? pointsTitle : pointsName.one));
}
