import { describe, expect, it } from "vitest";
import { program } from "./program.ts";
import { type Publication, undoStepOf, versionsToCome } from "./publication.ts";

const at = (day: number) => new Date(Date.UTC(2026, 0, day));

/** Versions 1, 2, 3, … each published on a day; by default in force at once, with rules of its own. */
const published = (...steps: [day: number, more?: Partial<Publication>][]): Publication[] =>
  steps.map(([day, more], place) => ({ version: place + 1, startsAt: at(day), publishedAt: at(day), rulesOf: null, isPaused: false, currency: "GBP", program: program.parse({}), ...more }));

const undone = (publications: Publication[], day: number) => {
  const step = undoStepOf(publications, at(day));
  return step && { former: step.former.version, takenBack: step.takenBack?.version, isPaused: step.isPaused };
};

describe("going back", () => {
  it("reaches the rules before those in force, whatever was paused and resumed meanwhile", () => {
    expect(undone(published([1], [2], [3, { rulesOf: 2, isPaused: true }]), 9)).toEqual({ former: 1, takenBack: undefined, isPaused: true });
    expect(undone(published([1], [2], [3, { rulesOf: 2, isPaused: true }], [4, { rulesOf: 2 }]), 9)).toEqual({ former: 1, takenBack: undefined, isPaused: false });
    expect(undone(published([1], [2, { rulesOf: 1, isPaused: true }], [3, { rulesOf: 1 }]), 9)).toBeUndefined();
  });

  it("reaches further back each time, and what was published after it is the next to be undone", () => {
    expect(undone(published([1], [2], [3], [4, { rulesOf: 2 }]), 9)).toMatchObject({ former: 1 });
    expect(undone(published([1], [2], [3, { rulesOf: 1 }]), 9)).toBeUndefined();
    expect(undone(published([1], [2], [3, { rulesOf: 1 }], [4]), 9)).toMatchObject({ former: 3 });
  });

  it("reaches rules that a later version replaced from their very beginning", () => {
    expect(undone(published([5], [6, { startsAt: at(1) }]), 9)).toMatchObject({ former: 1 });
  });

  it("takes back first what is still to come, and passes over what never came", () => {
    expect(undone(published([1], [2], [3, { startsAt: at(20) }]), 9)).toEqual({ former: 2, takenBack: 3, isPaused: false });
    expect(undone(published([1], [2], [3, { startsAt: at(20) }], [4, { rulesOf: 2 }]), 25)).toMatchObject({ former: 1, takenBack: undefined });
  });

  it("goes by when rules came into force, not by when they were announced", () => {
    const publications = published([1], [2, { startsAt: at(20) }], [10], [10, { startsAt: at(20), rulesOf: 2 }]);
    expect(versionsToCome(publications, at(10)).map(({ version }) => version)).toEqual([4]);
    expect(undone(publications, 25)).toEqual({ former: 3, takenBack: undefined, isPaused: false });
  });
});
