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

/** The way into the cart takes the button's place, and its focus. */
function offerCode(form, { code, words }) {
  const link = document.createElement("a");
  link.className = "thrice-button";
  link.textContent = words.apply;
  link.href = `${words.root}discount/${encodeURIComponent(code)}?redirect=${encodeURIComponent(words.cart)}`;
  form.querySelector("button").replaceWith(link);
  link.focus();
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
    if (answer.status >= 400) status.textContent = KNOWN.includes(answer.body.reason) ? words[camel(answer.body.reason)] : words.failed;
    else if (answer.body.status === "preparing") status.textContent = words.later;
    else if (answer.body.code) {
      status.textContent = words.ready.replace("[code]", () => answer.body.code);
      offerCode(form, { code: answer.body.code, words });
    } else {
      status.textContent = words.given;
      status.tabIndex = -1;
      status.focus();
      button.hidden = true;
    }
  } catch {
    status.textContent = words.failed;
  }
  button.ariaDisabled = null;
}

const camel = (reason) => reason.replace(/_./g, ([, letter]) => letter.toUpperCase());
