const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** What a buyer sees whose link leads to no code: a sentence or two, and the way to the shop. */
export function claimPage({ language, title, shopName, sentences, toShop, shopUrl }: { language: string; title: string; shopName: string; sentences: string[]; toShop: string; shopUrl: string }): string {
  return `<!doctype html>
<html lang="${escape(language || "en")}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>${escape(title)} · ${escape(shopName)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:15vh auto;max-width:32rem;padding:0 1rem;color:#202223;background:#fff}h1{font-size:1.25rem}
a{display:inline-block;min-height:44px;line-height:44px;color:inherit}@media(prefers-color-scheme:dark){body{color:#e3e3e3;background:#1a1a1a}}</style>
<main><h1>${escape(title)}</h1>${sentences.map((sentence) => `<p>${escape(sentence)}</p>`).join("")}<p><a href="${escape(shopUrl)}">${escape(toShop)}</a></p></main></html>`;
}
