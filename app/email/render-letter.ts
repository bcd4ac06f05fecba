import { createElement as h, type CSSProperties, type ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { Letter } from "./letter.ts";

const FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const COLUMN: CSSProperties = { width: "100%", maxWidth: "600px", margin: "0 auto", padding: "24px", boxSizing: "border-box", fontFamily: FONT, fontSize: "16px", lineHeight: "1.5" };
const HIDDEN: CSSProperties = { display: "none", maxHeight: 0, overflow: "hidden", fontSize: "1px", lineHeight: "1px" };
// Told to follow the reader's colours, mail programs turn the page dark; the button keeps its own.
const BUTTON: CSSProperties = {
  display: "inline-block", padding: "12px 20px", border: "1px solid #8a8a8a", borderRadius: "6px", background: "#1f1f1f", color: "#ffffff", fontWeight: 600, textDecoration: "none",
};
const SMALL: CSSProperties = { fontSize: "14px", opacity: 0.8, marginTop: "32px", borderTop: "1px solid #8a8a8a", paddingTop: "12px" };

/** A mail as HTML and as plain text; both say the same. Everything from outside is escaped. */
export function renderLetter(letter: Letter): { html: string; text: string } {
  return { html: `<!DOCTYPE html>${renderToStaticMarkup(h(LetterPage, { letter }))}`, text: plainText(letter) };
}

/** One column, real text, no pictures. */
function LetterPage({ letter: { language, subject, preheader, paragraphs, button, footer } }: { letter: Letter }): ReactElement {
  return h(
    "html",
    { lang: language, dir: "ltr" },
    h(
      "head",
      null,
      h("meta", { httpEquiv: "Content-Type", content: "text/html; charset=utf-8" }),
      h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      h("meta", { name: "color-scheme", content: "light dark" }),
      h("meta", { name: "supported-color-schemes", content: "light dark" }),
      h("title", null, subject),
    ),
    h(
      "body",
      { style: { margin: 0, padding: 0 } },
      h("div", { style: HIDDEN }, preheader),
      h(
        "div",
        { style: COLUMN, role: "article", "aria-label": subject },
        ...paragraphs.map((paragraph) => h("p", { key: paragraph, style: { margin: "0 0 16px" } }, paragraph)),
        h("p", { style: { margin: "24px 0" } }, h("a", { href: button.url, style: BUTTON }, button.label)),
        h(Footer, { footer }),
      ),
    ),
  );
}

function Footer({ footer: { because, links } }: Pick<Letter, "footer">): ReactElement {
  return h(
    "div",
    { style: SMALL },
    h("p", { style: { margin: "0 0 8px" } }, because),
    ...links.map(({ label, url }) => h("p", { key: url, style: { margin: "0 0 8px" } }, h("a", { href: url, style: { color: "inherit" } }, label))),
  );
}

function plainText({ preheader, paragraphs, button, footer }: Letter): string {
  const links = footer.links.map(({ label, url }) => `${label}: ${url}`);
  return `${[preheader, ...paragraphs, `${button.label}: ${button.url}`, ["-- ", footer.because, ...links].join("\n")].join("\n\n")}\n`;
}
