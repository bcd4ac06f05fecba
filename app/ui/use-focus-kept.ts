import { useEffect, useRef } from "react";

/** Pages may close a dialog or go elsewhere with what a form was answered; that is drawn by then. */
const DRAWN_MS = 100;
const DIALOG = "dialog, [role=dialog], ui-modal";
// Polaris gives a card no role; by this class its frame is known. Where it is not found, the page's heading takes the focus.
const CARD = ".Polaris-ShadowBevel";

/**
 * Leads the focus back after a form was sent, where it was lost: the button that sent it is gone, or was not to be pressed
 * for a while, or stood in a dialog that closed. It goes to what had it before, on the page itself; where that is gone, to
 * the heading of the card it stood in, which says what became of it; and else to the heading of the page.
 */
export function useFocusKept(isSending: boolean): void {
  const lastWithin = useRef<Element[]>([]);
  const wasSending = useRef(false);
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      if (target instanceof Element && !target.closest(DIALOG)) lastWithin.current = withAncestors(target);
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  useEffect(() => {
    const isDone = wasSending.current && !isSending;
    wasSending.current = isSending;
    if (!isDone) return;
    const timer = setTimeout(() => restore(lastWithin.current), DRAWN_MS);
    return () => clearTimeout(timer);
  }, [isSending]);
}

/** The element and what it stands in, inside out: once it is gone from the page, it no longer tells. */
function withAncestors(element: Element): Element[] {
  const within: Element[] = [];
  for (let each: Element | null = element; each; each = each.parentElement) within.push(each);
  return within;
}

function restore([element, ...around]: Element[]): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  if (element instanceof HTMLElement && element !== document.body && element.isConnected && !element.matches(":disabled, [aria-disabled=true]")) return element.focus({ preventScroll: true });
  const card = around.find((each) => each.isConnected && each.matches(CARD));
  const heading = card?.querySelector<HTMLElement>("h2, h3") ?? document.querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
