import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig, type Plugin } from "vite";

/**
 * Our own two processes become the entries of the server build: build/server/server.js and build/server/worker.js.
 * The Remix plugin sets its own input, so this has to come after it.
 */
const ownEntries: Plugin = {
  name: "own-entries",
  enforce: "post",
  config: (_config, { isSsrBuild }) =>
    isSsrBuild ? { build: { rollupOptions: { input: { server: "app/server.ts", worker: "app/worker.ts" } } } } : undefined,
};

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    remix({
      ignoredRouteFiles: ["**/.*", "**/*.test.*"],
      // Two entries need two names; Remix would call both index.js.
      serverBuildFile: "[name].js",
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        // Reads sessionStorage without a guard, which breaks every navigation where a browser blocks storage in iframes.
        v3_lazyRouteDiscovery: false,
        // Redirects would move from headers into the body, where Shopify's library and proxies do not look for them.
        v3_singleFetch: false,
      },
    }),
    ownEntries,
  ],
  build: { target: "es2022", assetsInlineLimit: 0 },
  // Shopify's error boundary compares constructor names, which minification would otherwise change. The server's build is not
  // minified, and there a name would be given anew to every function inside a function each time it is made.
  esbuild: { keepNames: !isSsrBuild },
  // In development Vite would discover these late and reload the embedded page in the middle of signing in.
  optimizeDeps: { include: ["@shopify/app-bridge-react", "@shopify/polaris"] },
}));
