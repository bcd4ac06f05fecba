import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { action } from "../app.program.scopes/route.ts";

/** How asking the merchant for more access went. After a grant the page is read anew, and what was missing is gone. */
export type ScopeGrant = { state: "idle" | "asking" | "declined" | "failed"; /** What was asked for last. */ asked: string[]; ask: (scopes: string[]) => void };

/** Asks in Shopify's own dialog; what was granted is then read from Shopify by the server. */
export function useScopeGrant(): ScopeGrant {
  const recording = useFetcher<typeof action>();
  const [state, setState] = useState<ScopeGrant["state"]>("idle");
  const [asked, setAsked] = useState<string[]>([]);
  const ask = async (scopes: string[]) => {
    setState("asking");
    setAsked(scopes);
    try {
      const { result } = await shopify.scopes.request(scopes as Parameters<typeof shopify.scopes.request>[0]);
      setState(result === "granted-all" ? "idle" : "declined");
      if (result === "granted-all") recording.submit({}, { method: "post", action: "/app/program/scopes" });
    } catch {
      setState("failed");
    }
  };
  useEffect(() => {
    if (recording.data?.outcome === "recorded") shopify.toast.show("Allowed in Shopify");
  }, [recording.data]);
  const isUnrecorded = state === "idle" && recording.data?.outcome === "failed";
  return { state: recording.state !== "idle" ? "asking" : isUnrecorded ? "failed" : state, asked, ask: (scopes) => void ask(scopes) };
}
