import { fileURLToPath } from "node:url";
import { build } from "vite";

const FOLDER = fileURLToPath(new URL("browser", import.meta.url));
const bundles = new Map<string, Promise<string>>();

/** A script for the browser with all that it imports, made when it is first asked for. `worker` is a classic script, as importScripts needs. */
export function bundleBrowser(name: "host" | "worker"): Promise<string> {
  let bundle = bundles.get(name);
  if (!bundle) bundles.set(name, (bundle = make(name)));
  return bundle;
}

async function make(name: "host" | "worker"): Promise<string> {
  const built = await build({
    configFile: false,
    root: FOLDER,
    mode: "production",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    build: { write: false, target: "es2022", modulePreload: false, rollupOptions: { input: `${FOLDER}/${name}.ts`, output: { format: name === "worker" ? "iife" : "es" } } },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!output || !("output" in output)) throw new Error(`${name} was not bundled`);
  return output.output.flatMap((file) => (file.type === "chunk" ? file.code : [])).join("");
}
