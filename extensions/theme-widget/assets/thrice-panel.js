// Makes a dialog of the panel: the browser keeps the focus in it, closes it with Escape and gives the focus back. Loaded
// when a shopper opens it; without script the panel opens and closes with its button. See blocks/launcher.liquid.
const known = new WeakSet();

export function openPanel(details) {
  const panel = details.querySelector("dialog");
  const close = panel.querySelector("button[hidden], .thrice-title button");
  if (!known.has(panel)) {
    known.add(panel);
    close.hidden = false;
    close.addEventListener("click", () => panel.close());
    // A touch beside the panel, which the backdrop passes on.
    panel.addEventListener("click", ({ target, clientX, clientY }) => {
      const { left, right, top, bottom } = panel.getBoundingClientRect();
      if (target === panel && (clientX < left || clientX > right || clientY < top || clientY > bottom)) panel.close();
    });
    panel.addEventListener("close", () => {
      if (panel.open) return;
      details.open = false;
      details.querySelector("summary").focus();
    });
  }
  // Shown by the markup so far, not as a dialog in front of the page.
  panel.removeAttribute("open");
  panel.showModal();
  panel.querySelector("h2").focus();
}
