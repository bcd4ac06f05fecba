/**
 * Has the browser fetch the modules of routes that show nothing themselves, which a page asks while somebody types. Remix
 * fetches such a module right before the first question and loads the page anew where it can't: with the connection gone, all
 * that was filled in would go, too. Call once in the browser.
 */
export function preloadQuestions(): void {
  for (const { module, imports = [] } of Object.values(window.__remixManifest.routes)) {
    if (imports.length > 0) continue;
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = module;
    document.head.append(link);
  }
}
