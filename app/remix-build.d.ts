/** The compiled routes, which only exist in the build: Remix's plugin for Vite provides the module. */
declare module "virtual:remix/server-build" {
  import type { ServerBuild } from "@remix-run/node";
  const build: ServerBuild;
  export = build;
}
