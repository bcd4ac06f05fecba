import fc from "fast-check";

// Two stages, tiers or channels may exclude each other, and such a rule is refused.
const ONCE = new Set(["sales_channel", "stage", "tier"]);

const conditions = fc.uniqueArray(
  fc.oneof(
    fc.record({ kind: fc.constant("minimum_spend"), amountMinor: fc.integer({ min: 1, max: 6_000 }) }),
    fc.record({ kind: fc.constant("product"), productIds: fc.constantFrom(["11"], ["11", "12"]) }),
    fc.record({ kind: fc.constant("sales_channel"), sources: fc.constantFrom(["web"], ["pos"]) }),
    fc.record({ kind: fc.constant("stage"), stages: fc.constantFrom(["prospect"], ["first", "second"], ["loyal", "champion"]) }),
    fc.record({ kind: fc.constant("tier"), tierIds: fc.constantFrom(["silver"], ["gold"]) }),
    fc.record({ kind: fc.constant("limit"), timesMax: fc.integer({ min: 1, max: 2 }), per: fc.constantFrom("day", "week", "month", "year", "ever") }),
  ),
  { maxLength: 2, comparator: (one, other) => one.kind === other.kind && ONCE.has(one.kind) },
);

const given = { points: fc.integer({ min: 1, max: 9 }), conditions };

const rules = fc
  .array(
    fc.oneof(
      fc.record({ kind: fc.constant("amount"), perMinor: fc.constantFrom(100, 333), ...given }),
      fc.record({ kind: fc.constant("order"), ...given }),
      fc.record({ kind: fc.constant("nth_order"), n: fc.integer({ min: 1, max: 3 }), every: fc.boolean(), ...given }),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) => all.map((rule, at) => ({ id: `rule-${at}`, ...rule })));

const THRESHOLDS = { orders: [2, 4], spend: [5_000, 15_000], points: [15, 40] } as const;

const tiers = fc
  .record({ basis: fc.constantFrom("orders", "spend", "points"), window: fc.constantFrom("lifetime", "calendar_year", "rolling_year"), graceDays: fc.constantFrom(0, 5) })
  .map((tierQualification) => ({
    tierQualification,
    tiers: [
      { id: "silver", name: "Silver", threshold: THRESHOLDS[tierQualification.basis][0], perks: { multiplier: 1.5 } },
      { id: "gold", name: "Gold", threshold: THRESHOLDS[tierQualification.basis][1], perks: { multiplier: 2 } },
    ],
  }));

/** A program of rules on orders with every condition that Shopify need not be asked about, and of two tiers. */
export const anyProgram = fc
  .record({ earnRules: rules, nthOrderMultipliers: fc.constantFrom([], [1, 2, 3]), pendingDays: fc.constantFrom(0, 3, 14), pendingFrom: fc.constantFrom("order", "fulfillment"), tiers })
  .map(({ tiers: qualified, ...program }) => ({ ...program, ...qualified }));
