/** The bar for unsaved changes. While it shows, leaving the page asks first. */
export function createSaveBar({ sendEvent, ask }) {
  const bar = document.getElementById("save-bar");
  let openId;

  bar.addEventListener("click", (click) => {
    const { button } = click.target.dataset;
    if (button && openId !== undefined) sendEvent("saveBar", { id: openId, button });
  });
  addEventListener("beforeunload", (leaving) => {
    if (openId !== undefined) leaving.preventDefault();
  });

  const hide = () => {
    bar.hidden = true;
    openId = undefined;
  };
  return {
    show({ id }) {
      openId = id;
      bar.hidden = false;
    },
    hide({ id }) {
      if (id === openId) hide();
    },
    /** Which buttons may not be pressed, and whether the app is saving: then "Save" says so. */
    showWaiting({ id, isLoading, disabled }) {
      if (id !== openId) return;
      for (const button of bar.querySelectorAll("button")) button.disabled = disabled[button.dataset.button];
      bar.querySelector("[data-button=save]").ariaBusy = String(isLoading);
    },
    /** True at once when nothing is unsaved, otherwise what the merchant answers. */
    async mayLeave() {
      if (openId === undefined) return true;
      const leaves = await ask({
        title: "Leave page with unsaved changes?", text: "Leaving this page will delete all unsaved changes.", yes: "Leave page", no: "Stay",
      });
      if (leaves) {
        sendEvent("saveBar", { id: openId, button: "discard" });
        hide();
      }
      return leaves;
    },
  };
}
