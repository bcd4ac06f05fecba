/** Short messages at the bottom; the container is a live region, so they are read out. */
export function createToasts({ sendEvent }) {
  const container = document.getElementById("toasts");
  const open = new Map();

  function hide(id) {
    const toast = open.get(id);
    if (!toast) return;
    clearTimeout(toast.timer);
    toast.element.remove();
    open.delete(id);
    sendEvent("toastDismissed", id);
  }

  return {
    hide,
    show({ id, message, durationMs, isError, action }) {
      const element = document.createElement("div");
      element.className = isError ? "toast error" : "toast";
      element.append(Object.assign(document.createElement("span"), { textContent: message }));
      if (action) {
        const button = Object.assign(document.createElement("button"), { type: "button", className: "action", textContent: action });
        button.addEventListener("click", () => sendEvent("toastAction", id));
        element.append(button);
      }
      const close = Object.assign(document.createElement("button"), { type: "button", textContent: "✕" });
      close.setAttribute("aria-label", "Dismiss");
      close.addEventListener("click", () => hide(id));
      element.append(close);
      container.append(element);
      open.set(id, { element, timer: setTimeout(() => hide(id), durationMs) });
    },
  };
}
