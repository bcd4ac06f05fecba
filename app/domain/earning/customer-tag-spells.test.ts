import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tagSpells, tagSpellsOf, type TagSighting } from "./customer-tag-spells.ts";

const at = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 3_600_000);
const told = (n: number, isThere: boolean): TagSighting => ({ tag: "vip", seenAt: at(n), isThere, source: "told", since: at(n) });
const read = (n: number, isThere: boolean, since = at(n)): TagSighting => ({ tag: "vip", seenAt: at(n), isThere, source: "read", since });
const ALWAYS = new Date(0);

describe("a tag", () => {
  it.each<[string, TagSighting[], [Date, Date | null][]]>([
    ["that was added is there from then on", [told(1, true)], [[at(1), null]]],
    ["that was added and removed was there in between", [told(1, true), told(3, false)], [[at(1), at(3)]]],
    ["of which the first that is heard is its removal was always there before", [told(3, false)], [[ALWAYS, at(3)]]],
    ["that the first reading finds was always there as far as we know", [read(5, true, ALWAYS)], [[ALWAYS, null]]],
    ["that was read counts from when it was added once that is heard of", [read(5, true, ALWAYS), told(2, true)], [[at(2), null]]],
    ["whose adding was lost counts from what the reading can vouch for", [read(5, true, at(4))], [[at(4), null]]],
    ["whose removal was lost ends with the reading", [told(1, true), read(5, false)], [[at(1), at(5)]]],
    ["that comes back after a removal, which only a reading knows, counts from the reading", [told(2, false), read(5, true, ALWAYS)], [[ALWAYS, at(2)], [at(5), null]]],
    ["that is told twice is there once", [told(1, true), told(1, true), told(2, true)], [[at(1), null]]],
  ])("%s", (_case, sightings, expected) => {
    expect(tagSpells(sightings).map(({ from, until }) => [from, until])).toEqual(expected);
  });

  it("has the same past in whatever order and however often it is heard of", () => {
    const sighting = fc.record({ tag: fc.constantFrom("vip", "staff"), n: fc.integer({ min: 0, max: 20 }), isThere: fc.boolean(), source: fc.constantFrom("told" as const, "read" as const) });
    fc.assert(
      fc.property(fc.array(sighting, { maxLength: 12 }).chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length }))), ([all, shuffled]) => {
        const sightings = (specs: typeof all) => specs.map(({ tag, n, isThere, source }) => ({ tag, seenAt: at(n), isThere, source, since: source === "told" ? at(n) : at(Math.max(0, n - 2)) }));
        const sorted = (specs: typeof all) => tagSpells(sightings(specs)).toSorted((a, b) => a.value.localeCompare(b.value) || a.from.getTime() - b.from.getTime());
        expect(sorted(shuffled)).toEqual(sorted(all));
      }),
    );
  });
});

describe("a tag of customers who were merged", () => {
  const of = (ownerId: string, sighting: TagSighting) => ({ ...sighting, ownerId });
  const INTO_A = [{ removedId: "B", keptId: "A", at: at(10) }];
  const CHAIN = [...INTO_A, { removedId: "A", keptId: "C", at: at(20) }];

  it.each<[string, Parameters<typeof tagSpellsOf>, [Date, Date | null][]]>([
    ["is the survivor's from the merge on, when the other one had it", ["A", [of("B", told(1, true))], INTO_A], [[at(10), null]]],
    ["is the other one's until the merge", ["B", [of("B", told(1, true))], INTO_A], [[at(1), null]]],
    ["is not the other one's, when only the survivor had it", ["B", [of("A", told(1, true))], INTO_A], []],
    ["stays the survivor's, when the other one has lost it", ["A", [of("A", told(1, true)), of("B", told(2, true)), of("B", told(5, false))], INTO_A], [[at(1), null]]],
    ["is not the survivor's, when the other one had lost it", ["A", [of("B", told(2, true)), of("B", told(5, false))], INTO_A], []],
    ["ends when it is taken off the survivor", ["A", [of("B", told(1, true)), of("A", told(12, false))], INTO_A], [[at(10), at(12)]]],
    ["that is told of the id that is gone after the merge is the survivor's", ["A", [of("B", told(11, true))], INTO_A], [[at(11), null]]],
    ["goes on to the end of a chain", ["C", [of("B", told(1, true))], CHAIN], [[at(20), null]]],
    ["goes on only when it was still there", ["C", [of("B", told(1, true)), of("A", told(15, false))], CHAIN], []],
  ])("%s", (_case, asked, expected) => {
    expect(tagSpellsOf(...asked).map(({ from, until }) => [from, until])).toEqual(expected);
  });
});
