import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const FOLDER = fileURLToPath(new URL("../extensions", import.meta.url));
const TARGETING = /^module\s*=\s*"(?<module>[^"]+)"\s*^target\s*=\s*"(?<target>[^"]+)"/gm;
const ENTRY = "virtual:targets";

/** One target of an extension: where it shows, and the file that draws it. */
export interface ExtensionTarget {
  target: string;
  module: string;
}

/** The UI extensions of the project, by folder name. */
export const listUiExtensions = (): string[] =>
  fs.readdirSync(FOLDER).filter((name) => fs.existsSync(path.join(FOLDER, name, "shopify.extension.toml")) && readManifest(name).includes('type = "ui_extension"'));

const readManifest = (name: string): string => fs.readFileSync(path.join(FOLDER, name, "shopify.extension.toml"), "utf8");

/** The targets that an extension's manifest names. */
export const readTargets = (name: string): ExtensionTarget[] =>
  [...readManifest(name).matchAll(TARGETING)].map(({ groups }) => ({ target: groups?.["target"] ?? "", module: groups?.["module"] ?? "" }));

/** Writes the script of every extension into a folder, as NAME.js. */
export async function writeExtensions(folder: string, { appUrl }: { appUrl: string }): Promise<void> {
  fs.mkdirSync(folder, { recursive: true });
  for (const name of listUiExtensions()) fs.writeFileSync(path.join(folder, `${name}.js`), await bundleExtension(name, { appUrl }));
}

/**
 * One extension as one script, made as Shopify's command line makes it: each target registered with `shopify.extend`,
 * minified, for ES2015, with `process.env.APP_URL` written in. For the stand-in; to publish, Shopify's own
 * command builds it.
 */
export async function bundleExtension(name: string, { appUrl }: { appUrl: string }): Promise<string> {
  const root = path.join(FOLDER, name);
  const targets = readTargets(name);
  const entry = [
    ...targets.map(({ module }, at) => `import draw${at} from ${JSON.stringify(path.join(root, module))};`),
    ...targets.map(({ target }, at) => `shopify.extend(${JSON.stringify(target)}, draw${at});`),
  ].join("\n");
  const built = await build({
    configFile: false,
    root,
    mode: "production",
    logLevel: "error",
    define: { "process.env.APP_URL": JSON.stringify(appUrl), "process.env.NODE_ENV": '"production"' },
    esbuild: { jsx: "automatic", jsxImportSource: "preact", jsxDev: false, legalComments: "none" },
    plugins: [{ name: "targets", resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : undefined), load: (id) => (id === `\0${ENTRY}` ? entry : undefined) }],
    build: { write: false, target: "es2015", minify: "esbuild", modulePreload: false, rollupOptions: { input: ENTRY, output: { format: "iife" } } },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!output || !("output" in output)) throw new Error(`The extension ${name} was not built.`);
  return output.output.flatMap((file) => (file.type === "chunk" ? file.code : [])).join("");
}
