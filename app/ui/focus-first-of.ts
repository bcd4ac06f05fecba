/** Goes to the one of these elements that stands first on the page, by their ids; nowhere if none is there. */
export function focusFirstOf(ids: readonly string[]): void {
  const there = ids.flatMap((id) => document.getElementById(id) ?? []);
  const first = there.reduce<HTMLElement | undefined>((before, next) => (before && before.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING ? before : next), undefined);
  first?.focus();
}
