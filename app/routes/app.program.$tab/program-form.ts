import { useState } from "react";
import type { Program } from "#app/domain/program/program.ts";
import { type Formats, formatsFor } from "#app/ui/formats.ts";
import { useFormDraft } from "#app/ui/use-form-draft.ts";
import type { ItemDraft, Place } from "./form-values.ts";
import type { ItemList } from "./item-draft.ts";
import type { FieldChoices } from "./item-fields.tsx";
import { type ProgramWording, wordingOf } from "./item-sentence.ts";
import type { KnownTitles } from "./use-resource-titles.ts";
import { type ProgramDraft, programDraftOf, type ProgramErrors, type ProgramRead, readProgramDraft } from "./program-draft.ts";

/** The form of a program: its text, what the text means, and the ways to change it. */
export type ProgramForm = {
  draft: ProgramDraft;
  read: ProgramRead;
  /** Shown beside the fields, from the first attempt to save on. */
  errors: ProgramErrors;
  isDirty: boolean;
  place: Place;
  /** The viewer's formats, with points called as the form calls them. */
  formats: Formats;
  wording: ProgramWording;
  choices: FieldChoices;
  change: (part: Partial<ProgramDraft>) => void;
  changeSettings: (part: Partial<ProgramDraft["settings"]>) => void;
  changeList: (list: ItemList, items: ItemDraft[]) => void;
  replace: (program: Program) => void;
  showErrors: () => void;
  discard: () => void;
  /** Call when the draft is sent. */
  markSent: () => void;
  /** How often what is saved was taken over: editors that were open are closed then. */
  taken: number;
};

type Around = { saves: number; formats: Formats; refused: ProgramErrors; known: KnownTitles };

/** Holds the draft of a program while it is edited, over all tabs. `refused` is what the server said of the last attempt to save. */
export function useProgramForm(saved: Program, { saves, formats, refused, known }: Around): ProgramForm {
  const shop = { currency: formats.currency, timeZone: formats.timeZone };
  const { draft, setDraft, markSent, taken } = useFormDraft(programDraftOf(saved, shop), saves);
  const place = { ...shop, tierBasis: draft.settings.tierBasis };
  const [errorsShownOf, setErrorsShownOf] = useState<number>();
  const read = readProgramDraft(draft, place);
  const pointsName = { one: draft.settings.pointsOne || "point", other: draft.settings.pointsOther || "points" };
  const named = (items: ItemDraft[]) => items.map(({ values: { id = "", name = "" } }) => ({ value: id, label: name || id }));
  const itsFormats = formatsFor({ ...shop, locale: formats.locale, pointsName });
  return {
    draft,
    read,
    errors: read.outcome === "invalid" ? (errorsShownOf === taken ? read.errors : {}) : refused,
    isDirty: JSON.stringify(draft) !== JSON.stringify(programDraftOf(saved, place)),
    place,
    formats: itsFormats,
    wording: wordingOf({ tiers: draft.tiers.map(({ values: { id = "", name = "" } }) => ({ id, name })), basis: draft.settings.tierBasis, pointsName }, formats),
    choices: { tiers: named(draft.tiers), rewards: named(draft.rewards), currency: formats.currency, formats: itsFormats, titles: known.titles, onPicked: known.learn },
    change: (part) => setDraft((current) => ({ ...current, ...part })),
    changeSettings: (part) => setDraft((current) => ({ ...current, settings: { ...current.settings, ...part } })),
    changeList: (list, items) => setDraft((current) => ({ ...current, [list]: items })),
    replace: (program) => setDraft(programDraftOf(program, place)),
    showErrors: () => setErrorsShownOf(taken),
    discard: () => {
      setDraft(programDraftOf(saved, place));
      setErrorsShownOf(undefined);
    },
    markSent: () => markSent(draft),
    taken,
  };
}
