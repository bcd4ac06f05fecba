import { useEffect, useRef } from "react";

/** Pages may close a dialog or go elsewhere with what a form was answered; that is drawn by then. */
const DRAWN_MS = 100;
const DIALOG = "dialog, [role=dialog], ui-modal";
// Polaris gives a card no role; by this class its frame is known. Where it is not found, the page's heading takes the focus.
const CARD = ".Polaris-ShadowBevel";

/**
 * Leads the focus back where it was lost, after a form was sent or a dialog has gone: the button that had it is gone, or was not to
 * be pressed for a while, or stood in that dialog. It goes to what had it before, on the page itself, or to what was drawn in its
 * place; where that is gone, to the heading of the card it stood in, which says what became of it; and else to the heading of the page.
 */
export function useFocusKept(isSending: boolean): void {
  const lastWithin = useRef<Element[]>([]);
  const wasSending = useRef(false);
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      if (target instanceof Element && !target.closest(DIALOG)) lastWithin.current = withAncestors(target);
    };
    // A dialog that a page takes away while it is open gives nobody the focus back.
    const dialogs = new MutationObserver((changes) => {
      if (changes.some(({ removedNodes }) => [...removedNodes].some(isDialog))) setTimeout(() => restore(lastWithin.current), DRAWN_MS);
    });
    document.addEventListener("focusin", note);
    dialogs.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", note);
      dialogs.disconnect();
    };
  }, []);
  useEffect(() => {
    const isDone = wasSending.current && !isSending;
    wasSending.current = isSending;
    if (!isDone) return;
    const timer = setTimeout(() => restore(lastWithin.current), DRAWN_MS);
    return () => clearTimeout(timer);
  }, [isSending]);
}

const isDialog = (node: Node): boolean => node instanceof Element && (node.matches(DIALOG) || node.querySelector(DIALOG) !== null);

/** The element and what it stands in, inside out: once it is gone from the page, it no longer tells. */
function withAncestors(element: Element): Element[] {
  const within: Element[] = [];
  for (let each: Element | null = element; each; each = each.parentElement) within.push(each);
  return within;
}

function restore([element, ...around]: Element[]): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  const before = element?.isConnected ? element : element?.id ? document.getElementById(element.id) : null;
  if (before instanceof HTMLElement && before !== document.body && !before.matches(":disabled, [aria-disabled=true]")) return before.focus({ preventScroll: true });
  const card = around.find((each) => each.isConnected && each.matches(CARD));
  const heading = card?.querySelector<HTMLElement>("h2, h3") ?? document.querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}
