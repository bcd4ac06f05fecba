// Shows the last movements of points. Loaded when a shopper opens them; see snippets/thrice-history.liquid.

// Those that Liquid writes, whatever the language.
const DIGITS = { numberingSystem: "latn" };

function lineOf({ occurredOn, points, sentence }, locale) {
  const line = document.createElement("li");
  const day = document.createElement("time");
  day.dateTime = occurredOn;
  day.textContent = new Intl.DateTimeFormat(locale, { ...DIGITS, dateStyle: "medium", timeZone: "UTC" }).format(new Date(occurredOn));
  const moved = document.createElement("bdi");
  moved.textContent = new Intl.NumberFormat(locale, { ...DIGITS, signDisplay: "exceptZero" }).format(points).replace("-", "\u2212");
  const why = document.createElement("p");
  why.dir = "auto";
  why.textContent = sentence;
  line.append(day, moved, why);
  return line;
}

function moreButton(label, show) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "thrice-button";
  button.textContent = label;
  button.addEventListener("click", show);
  return button;
}

/**
 * Asks for a page of movements and puts it below those that are there; the first page takes their place. Opening again asks
 * nothing. `isQuiet`: nobody asked for it, so nothing is said aloud.
 */
export async function showHistory(details, { cursor, isQuiet } = {}) {
  const { root, locale, more, wait, empty, failed } = details.dataset;
  if (details.dataset.asked && !cursor) return;
  details.dataset.asked = "yes";
  const status = details.querySelector("[role=status]");
  if (!isQuiet) status.textContent = wait;
  try {
    const query = new URLSearchParams({ locale, ...(cursor && { cursor }) });
    const response = await fetch(`${root}apps/thrice/history?${query}`, { headers: { accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    const { entries, nextCursor } = await response.json();
    let list = details.querySelector("ol");
    if (!list) {
      list = document.createElement("ol");
      list.className = "thrice-entries";
      status.after(list);
    }
    details.querySelector("button")?.remove();
    const lines = entries.map((entry) => lineOf(entry, locale));
    if (!cursor) list.replaceChildren();
    list.append(...lines);
    status.textContent = list.children.length > 0 ? "" : empty;
    if (nextCursor) list.after(moreButton(more, () => showHistory(details, { cursor: nextCursor })));
    if (cursor && lines[0]) {
      lines[0].tabIndex = -1;
      lines[0].focus();
    }
  } catch {
    if (!isQuiet) status.textContent = failed;
    if (!cursor) delete details.dataset.asked;
  }
}
