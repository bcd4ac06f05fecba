import { expect, it } from "vitest";
import { followFresh, isStillSo, readOn, type FreshPoints } from "./follow-fresh.ts";

const day = (of: number) => new Date(Date.UTC(2026, 0, of));
const released = (orderId: string, of: number): FreshPoints => ({ orderId, kind: "earn_released", settledPoints: 10, waivedPoints: 0, occurredAt: day(of) });
const retold = (orderId: string, ...of: number[]): FreshPoints => ({ kind: "retold", orderId, course: of.map((one) => ({ at: day(one), points: 10 })) });

/** What is asked of orders by their days, rising, each finding points of its own once it was judged; answers how often tiers had to be derived. */
function derivations(orders: { of: number; found: FreshPoints[] }[]): { tiers: number; eras: number } {
  const followed = followFresh(1);
  const fresh: FreshPoints[] = [];
  let read: number | undefined;
  let tiers = 0;
  for (const { of, found } of orders) {
    readOn(followed, fresh, []);
    followed.askedMs = Math.max(followed.askedMs, day(of).getTime());
    if (read === undefined || !isStillSo(followed, read, day(of))) {
      tiers += 1;
      read = fresh.length;
    }
    fresh.push(...found);
  }
  readOn(followed, fresh, []);
  return { tiers, eras: followed.era };
}

it("points that come after whatever is asked about leave tiers as they are, however many", () => {
  expect(derivations(Array.from({ length: 100 }, (_, at) => ({ of: at + 1, found: [released(String(at), 500)] })))).toEqual({ tiers: 1, eras: 0 });
});

it("points from between two orders have the tiers of the later one derived anew, and change nothing for those before", () => {
  expect(derivations([{ of: 1, found: [released("1", 2)] }, { of: 3, found: [released("3", 4)] }, { of: 5, found: [] }])).toEqual({ tiers: 3, eras: 0 });
});

it("points from before what was asked about begin another era", () => {
  expect(derivations([{ of: 5, found: [released("1", 2)] }, { of: 6, found: [] }])).toEqual({ tiers: 2, eras: 1 });
});

it("an order that is told anew counts from its first points on, whichever way it loses or gets them", () => {
  const first = released("1", 2);
  expect(derivations([{ of: 1, found: [first] }, { of: 3, found: [retold("1", 9)] }, { of: 4, found: [] }])).toEqual({ tiers: 3, eras: 1 });
  expect(derivations([{ of: 1, found: [] }, { of: 3, found: [retold("1", 9)] }, { of: 4, found: [] }])).toEqual({ tiers: 1, eras: 0 });
});

it("what is asked about no instant is answered of all that was read", () => {
  const followed = followFresh(1);
  readOn(followed, [released("1", 2)], []);
  expect([isStillSo(followed, 1), isStillSo(followed, 0)]).toEqual([true, false]);
});
