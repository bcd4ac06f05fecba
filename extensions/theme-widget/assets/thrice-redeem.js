// Buys a reward in place. Loaded by the first touch of a button; see snippets/thrice-redeem.liquid.
const PAUSES_MS = [1000, 1500, 2500, 4000, 6000, 8000];
const KNOWN = ["not_enough_points", "not_signed_in", "not_available", "changed", "busy"];

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The answer of the shop's own address: its status and its JSON. */
async function ask(url, options) {
  const response = await fetch(url, { ...options, headers: { accept: "application/json", ...options?.headers } });
  return { status: response.status, body: await response.json() };
}

/** Where a reward stands, once it is made or nobody wants to wait any longer. */
async function made(answer, address) {
  for (const ms of PAUSES_MS) {
    if (answer.body.status !== "preparing") break;
    await pause(ms);
    const id = encodeURIComponent(answer.body.redemptionId);
    // An answer that is lost, or says to wait, says nothing: the next one does.
    const next = await ask(`${address("redemption")}&id=${id}`).catch(() => answer);
    if (next.status !== 429 && next.status < 500) answer = next;
  }
  return answer;
}

// Numbers that have every plural form of our languages between them; snippets/thrice-redeem-words.liquid says points of each.
// 1 stands for itself only: a merchant's own word for points has a form for it that 21 has not.
const SAMPLES = [0, 2, 3, 5, 21, 100, 1000000];

/** So many points as the page writes them. */
function pointsText(count, words) {
  const size = Math.abs(count);
  const plural = new Intl.PluralRules(words.locale);
  const sample = size === 1 || SAMPLES.includes(size) ? size : SAMPLES.find((one) => plural.select(one) === plural.select(size));
  const number = `${count < 0 ? "\u2212" : ""}${String(size).replace(/\B(?=(\d{3})+$)/g, () => words.separator)}`;
  return fill(words[`count-${sample ?? 100}`], { n: number });
}

const fill = (text, values) => text.replace(/\[(n|points|reward|code)\]/g, (_, name) => values[name]);

/** The page says what is left everywhere, as it would if it were loaded again; what `own`, the form just sent, said stays. */
function showBalance({ available, nextReward }, own, words) {
  const all = (selector) => document.querySelectorAll(selector);
  const points = (count) => pointsText(count, words);
  for (const place of all("[data-thrice-available]")) {
    place.value = available;
    place.textContent = points(available);
  }
  for (const line of all("[data-thrice-next]")) {
    line.hidden = !nextReward;
    line.textContent = nextReward ? fill(words.next, { points: points(nextReward.pointsToGo), reward: nextReward.name }) : "";
  }
  for (const line of all("[data-thrice-needs]")) line.hidden = line.dataset.thriceNeeds > available;
  for (const line of all("[data-thrice-cost]")) {
    const missing = line.dataset.thriceCost - available;
    // Beside a code that was just bought it would be read as what that still lacks.
    line.hidden = missing <= 0 || available <= 0 || line.parentElement.querySelector("[data-bought]") !== null;
    line.textContent = line.hidden ? "" : fill(words.toGo, { points: points(missing) });
  }
  for (const form of all(".thrice-redeem:not([data-bought])")) showPrice(form, available, form === own);
}

/** A button is there for whoever can pay; in a cart a cheaper reward takes its place. */
function showPrice(form, available, isOwn) {
  const act = form.closest(".thrice-act");
  const isShort = form.dataset.points > available;
  for (const option of form.querySelectorAll("option")) option.hidden = option.disabled = option.value > available;
  const choice = form.querySelector("select");
  if (choice?.selectedOptions[0]?.disabled) choice.selectedIndex = 0;
  if (isOwn) for (const part of form.querySelectorAll("button, label")) part.hidden = isShort;
  else act.hidden = isShort;
  const instead = isShort && !isOwn && [...act.parentElement.querySelectorAll("template")].filter(({ dataset }) => dataset.thriceInstead <= available);
  if (instead?.length) act.replaceWith(instead.reduce((best, one) => (one.dataset.thriceInstead - best.dataset.thriceInstead > 0 ? one : best)).content.cloneNode(true));
}

/** A history that was opened before has one more line now. */
function renewHistory() {
  for (const details of document.querySelectorAll(".thrice-history[data-asked]")) {
    delete details.dataset.asked;
    if (details.open) import(details.dataset.script).then(({ showHistory }) => showHistory(details, { isQuiet: true }), () => {});
  }
}

/** The way into the cart takes the button's place, and its focus. */
function offerCode(form, { code, words }) {
  const link = document.createElement("a");
  link.className = "thrice-button";
  link.textContent = words.apply;
  link.href = `${words.root}discount/${encodeURIComponent(code)}?redirect=${encodeURIComponent(words.cart)}`;
  form.querySelector("button").replaceWith(link);
  link.focus();
}

/** What became of it and what is left, in one go: the rest of the page is no live region. */
function say(status, text, balance, words) {
  status.textContent = text;
  if (balance) status.append(document.createElement("br"), fill(words.left, { points: pointsText(balance.available, words) }));
}

function focusOn(status) {
  status.tabIndex = -1;
  status.focus();
}

/**
 * Sends the request of a form and says what became of it. The id of the request is kept until an answer came, so that
 * clicks again and retries after a lost answer buy once.
 */
export async function redeem(form) {
  const button = form.querySelector("button");
  const status = form.querySelector("[role=status]");
  const words = form.closest("[data-ready]").dataset;
  const choice = form.querySelector("select");
  if (!button || button.ariaDisabled === "true") return;
  const address = (door) => `${words.root}apps/thrice/${door}?locale=${encodeURIComponent(words.locale)}`;
  form.dataset.request ??= crypto.randomUUID();
  // Another choice would be another question, and the request may have bought this one.
  if (choice) choice.disabled = true;
  button.ariaDisabled = "true";
  status.textContent = words.wait;
  try {
    const { reward: rewardId, points, request: requestId } = form.dataset;
    const body = JSON.stringify({ rewardId, points: Number(choice?.value ?? points), requestId });
    const first = await ask(address("redeem"), { method: "POST", headers: { "content-type": "application/json" }, body });
    if (first.body.status === "preparing") status.textContent = words.preparing;
    const answer = await made(first, address);
    if (answer.status >= 400 && answer.body.reason !== "busy") {
      delete form.dataset.request;
      if (choice) choice.disabled = false;
    }
    const { balance, code } = answer.body;
    if (answer.status >= 400) status.textContent = KNOWN.includes(answer.body.reason) ? words[camel(answer.body.reason)] : words.failed;
    else if (answer.body.status === "preparing") status.textContent = words.later;
    else {
      form.dataset.bought = "yes";
      say(status, code ? fill(words.ready, { code }) : words.given, balance, words);
      if (code) offerCode(form, { code, words });
      else focusOn(status);
      button.hidden = true;
    }
    const stood = document.activeElement;
    if (balance) showBalance(balance, form, words);
    // What the reader stood on may be gone.
    if (stood?.closest("[hidden]")) focusOn(status);
    if (answer.status < 400) renewHistory();
  } catch {
    status.textContent = words.failed;
  }
  button.ariaDisabled = null;
}

const camel = (reason) => reason.replace(/_./g, ([, letter]) => letter.toUpperCase());
