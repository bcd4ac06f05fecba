import { useCallback, useEffect, useState } from "preact/hooks";
import type { KnownOrder, OrderAnswer, OrderQuestion } from "../../app/contract/checkout-api.ts";
import { ask, type GetToken } from "./ask.ts";

/** What a block shows: "waiting" once the app said that the order is not there yet, "given_up" after two minutes of that. */
export type OrderView = { state: "loading" | "waiting" | "given_up" | "failed" | "off" } | KnownOrder;

const GIVE_UP_MS = 120_000;
const LONGER = 1.5;
const PAUSE_MAX_MS = 15_000;
const FAILURES_MAX = 2;

/**
 * Asks for an order until it is there and complete: first as soon as the app says, then longer and longer. An order that the
 * app knew stays shown when a later question fails. `again` starts anew,
 * with what is shown still there.
 */
export function useOrder(question: OrderQuestion, getToken: GetToken): { view: OrderView; again: () => void; show: (change: Partial<KnownOrder>) => void } {
  const [view, setView] = useState<OrderView>({ state: "loading" });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    let asked = 0;
    let failed = 0;
    const startedMs = Date.now();
    const next = (pauseMs: number) => {
      timer = setTimeout(once, Math.min(PAUSE_MAX_MS, pauseMs * LONGER ** asked++));
    };
    const once = async () => {
      const answer = await ask<OrderAnswer>("order", question, getToken).catch(() => undefined);
      if (isOver) return;
      const isLate = Date.now() - startedMs >= GIVE_UP_MS;
      if (!answer) {
        if ((failed += 1) < FAILURES_MAX) next(1_000);
        else setView((shown) => (shown.state === "known" ? shown : { state: "failed" }));
      } else if (answer.state === "not_with_us") {
        setView({ state: isLate ? "given_up" : "waiting" });
        if (!isLate) next(answer.retryAfterMs);
      } else {
        setView(answer);
        if (answer.state === "known" && answer.retryAfterMs !== null && !isLate) next(answer.retryAfterMs);
      }
    };
    void once();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
    // The question is one of a page; a new round is asked for by hand.
  }, [round]);
  const again = useCallback(() => {
    setView((shown) => (shown.state === "known" ? shown : { state: "loading" }));
    setRound((count) => count + 1);
  }, []);
  const show = useCallback((change: Partial<KnownOrder>) => setView((shown) => (shown.state === "known" ? { ...shown, ...change } : shown)), []);
  return { view, again, show };
}
