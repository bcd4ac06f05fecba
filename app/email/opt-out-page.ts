import { createElement as h, type ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { Language } from "#app/domain/messages/language.ts";
import { fill, WORDS } from "./words/catalogue.ts";

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;color-scheme:light dark}main{max-width:36rem;margin:3rem auto;padding:0 1rem}
h1{font-size:1.25rem}button{font:inherit;padding:.75rem 1.25rem;min-height:44px;border:1px solid #8a8a8a;border-radius:6px;background:#1f1f1f;color:#fff;cursor:pointer}
button:focus-visible{outline:2px solid #1f6feb;outline-offset:2px}p{margin:0 0 1rem}`;

/** What the page behind a link to unsubscribe shows. */
export type OptOutState = { kind: "ask" | "done" | "undone"; shopName: string; key: string; why: string | null } | { kind: "broken" };

/** The page as HTML: it needs no script, loads nothing, and does nothing until its button is pressed. */
export const renderOptOutPage = (state: OptOutState, language: Language): string => `<!DOCTYPE html>${renderToStaticMarkup(h(OptOutPage, { state, language }))}`;

function OptOutPage({ state, language }: { state: OptOutState; language: Language }): ReactElement {
  const words = WORDS[language].optOut;
  const shop = state.kind === "broken" ? "" : state.shopName;
  const title = state.kind === "broken" ? words.broken : fill(words.title, { shop });
  return h(
    "html",
    { lang: language, dir: "ltr" },
    h(
      "head",
      null,
      h("meta", { charSet: "utf-8" }),
      h("meta", { name: "viewport", content: "width=device-width,initial-scale=1" }),
      h("meta", { name: "robots", content: "noindex" }),
      h("title", null, title),
      h("style", { dangerouslySetInnerHTML: { __html: STYLE } }),
    ),
    h("body", null, h("main", null, h("h1", null, title), state.kind === "broken" ? null : h(Answer, { state, language }))),
  );
}

function Answer({ state, language }: { state: Exclude<OptOutState, { kind: "broken" }>; language: Language }): ReactElement {
  const words = WORDS[language].optOut;
  const sentence = { ask: fill(words.ask, { shop: state.shopName }), done: words.done, undone: words.undone }[state.kind];
  return h(
    "form",
    { method: "post", action: `/unsubscribe?${new URLSearchParams({ k: state.key, lang: language, ...(state.why && { why: state.why }) })}` },
    h("p", { role: "status" }, sentence),
    state.kind === "undone" ? null : h("p", null, words.stillTold),
    h("button", { type: "submit", name: "wish", value: state.kind === "done" ? "undo" : "out" }, state.kind === "done" ? words.undo : words.confirm),
  );
}
