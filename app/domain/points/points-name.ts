/** What the merchant calls points, for one and for any other number. */
export interface PointsName {
  one: string;
  other: string;
}

/** Until a program names them. */
export const USUAL_POINTS_NAME: PointsName = { one: "point", other: "points" };
