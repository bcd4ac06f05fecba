/** Questions and the resource picker: one native dialog, so that Escape, focus and its return work as they should. */
export function createDialogs(config) {
  const dialog = document.getElementById("dialog");

  const button = (text, value, className = "") => {
    const made = Object.assign(document.createElement("button"), { type: "submit", textContent: text, value, className });
    return made;
  };

  let closed = Promise.resolve();

  /** Shows the parts in a form with buttons, one dialog after the other; resolves to the value of the button pressed, "" for Escape. */
  function open(content) {
    const answered = closed.then(() => show(content));
    closed = answered;
    return answered;
  }

  function show({ title, parts, buttons }) {
    const form = Object.assign(document.createElement("form"), { method: "dialog" });
    const footer = document.createElement("footer");
    footer.append(...buttons);
    form.append(Object.assign(document.createElement("h2"), { id: "dialog-title", textContent: title }), ...parts, footer);
    dialog.replaceChildren(form);
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        dialog.replaceChildren();
        resolve(dialog.returnValue);
      }, { once: true });
    });
  }

  async function ask({ title, text, yes, no }) {
    const sentence = Object.assign(document.createElement("p"), { textContent: text });
    return await open({ title, parts: [sentence], buttons: [button(no, "no"), button(yes, "yes", "primary")] }) === "yes";
  }

  const PICKER_TITLES = { product: "Add products", variant: "Add variants", collection: "Add collections", customer: "Add customers" };

  async function pickResources({ type = "product", multiple = false, query = "", selectionIds = [] } = {}) {
    const search = Object.assign(document.createElement("input"), { type: "search", className: "search", value: query, placeholder: "Search" });
    search.setAttribute("aria-label", "Search");
    const list = Object.assign(document.createElement("ul"), { className: "choices" });
    const selected = new Set(selectionIds.map(({ id }) => id));
    const chosen = new Map();
    async function draw() {
      const answer = await fetch(`/standin/shops/${config.shop}/resources?type=${type}&query=${encodeURIComponent(search.value)}`);
      const { items } = await answer.json();
      for (const item of items) if (selected.delete(item.id)) chosen.set(item.id, item);
      list.replaceChildren(...items.map((item) => choice(item, { multiple, chosen })));
      if (items.length === 0) list.append(Object.assign(document.createElement("li"), { textContent: "Nothing found" }));
    }
    search.addEventListener("input", draw);
    search.addEventListener("keydown", (key) => {
      if (key.key === "Enter") key.preventDefault();
    });
    await draw();
    const pressed = await open({ title: PICKER_TITLES[type], parts: [search, list], buttons: [button("Cancel", "no"), button("Add", "yes", "primary")] });
    return pressed === "yes" && chosen.size > 0 ? [...chosen.values()] : undefined;
  }

  function choice(item, { multiple, chosen }) {
    const row = document.createElement("li");
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: multiple ? "checkbox" : "radio", name: "choice", checked: chosen.has(item.id) });
    input.addEventListener("change", () => {
      if (!multiple) chosen.clear();
      if (input.checked) chosen.set(item.id, item);
      else chosen.delete(item.id);
    });
    label.append(input, item.displayName ?? item.title);
    row.append(label);
    return row;
  }

  return { ask, pickResources };
}
