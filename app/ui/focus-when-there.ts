/** So many pictures of the page, some seconds, may pass until what was done is drawn. */
const FRAMES_MAX = 300;

/**
 * Goes to an element by its id as soon as it is on the page: after an act whose
 * button is gone, the next Tab goes on from its result, and the result is read aloud.
 */
export function focusWhenThere(id: string, frames = 0): void {
  requestAnimationFrame(() => {
    const found = document.getElementById(id);
    if (found && frames > 0) {
      if (found.tabIndex < 0) found.tabIndex = -1;
      found.focus();
    } else if (frames < FRAMES_MAX) focusWhenThere(id, frames + 1);
  });
}
