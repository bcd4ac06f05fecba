import type { CustomerId } from "../ids.ts";
import type { Spell } from "../points/standing.ts";
import { holderAt, type Merge } from "../scoring/holder-at.ts";
import type { Owned } from "../tiers/seen-by.ts";

/**
 * One sighting of a customer's tag. "told": Shopify said that it was added or removed then. "read": it was there or gone when
 * the customer was read; `since` is the earliest instant from which a tag that was read may have been there.
 */
export interface TagSighting {
  tag: string;
  seenAt: Date;
  isThere: boolean;
  source: "told" | "read";
  since: Date;
}

const ALWAYS = new Date(0);

/**
 * From when until when a member had which tags, in whatever order that was heard of. A tag that was told to be removed, and
 * of which nothing earlier is known, was always there before; one that was added was not. What only a reading knows counts
 * from the instant that the reading could vouch for.
 */
export function tagSpells(sightings: TagSighting[]): Spell<string>[] {
  return [...Map.groupBy(sightings, ({ tag }) => tag)].flatMap(([tag, own]) => spellsOf(own.toSorted(inTime)).map((spell) => ({ ...spell, value: tag })));
}

/**
 * The same of one of a member's ids: of the sightings of all of them its own, and from each merge into it on also what the
 * other one had then, as Shopify keeps the tags of both.
 */
export function tagSpellsOf(holderId: CustomerId, sightings: Owned<TagSighting>[], merges: Merge[]): Spell<string>[] {
  const own = sightings.filter(({ ownerId, seenAt }) => holderAt(merges, ownerId, seenAt) === holderId);
  const brought = merges.filter(({ keptId }) => keptId === holderId).flatMap(({ removedId, at }) => {
    const standing = tagSpellsOf(removedId, sightings, merges).filter(({ until }) => until === null);
    return standing.map(({ value: tag, from }): TagSighting => ({ tag, seenAt: from > at ? from : at, isThere: true, source: "told", since: at }));
  });
  return tagSpells([...own, ...brought]);
}

// Of one instant: what was told before what was read, and removed before added.
const inTime = (a: TagSighting, b: TagSighting): number =>
  a.seenAt.getTime() - b.seenAt.getTime() || (a.source === b.source ? Number(a.isThere) - Number(b.isThere) : a.source === "told" ? -1 : 1);

function spellsOf(sightings: TagSighting[]): { from: Date; until: Date | null }[] {
  const spells: { from: Date; until: Date | null }[] = [];
  for (const [place, { seenAt, isThere, source, since }] of sightings.entries()) {
    const last = spells.at(-1);
    const isStanding = last !== undefined && last.until === null;
    if (isThere && !isStanding) {
      const isOpen = source === "read" && (!last?.until || since > last.until);
      spells.push({ from: isOpen ? since : seenAt, until: null });
    } else if (!isThere && isStanding) last.until = seenAt;
    else if (!isThere && place === 0 && source === "told") spells.push({ from: ALWAYS, until: seenAt });
  }
  return spells;
}
