import fs from "node:fs";
import { fileURLToPath } from "node:url";

const MANIFEST = fileURLToPath(new URL("../shopify.app.toml", import.meta.url));

export type AppScopes = { required: string[]; optional: string[] };

/** The scopes that shopify.app.toml asks for, in its own order. Throws when it has no `[access_scopes]`. */
export function readAppScopes(toml = fs.readFileSync(MANIFEST, "utf8")): AppScopes {
  const section = /^\[access_scopes\]$(?<body>[^]*?)(?=^\[|(?![^]))/m.exec(toml)?.groups?.["body"];
  if (section === undefined) throw new Error("shopify.app.toml has no [access_scopes].");
  const required = /^scopes\s*=\s*"(?<list>[^"]*)"/m.exec(section)?.groups?.["list"] ?? "";
  const optional = /^optional_scopes\s*=\s*\[(?<list>[^\]]*)\]/m.exec(section)?.groups?.["list"] ?? "";
  return { required: words(required), optional: words(optional.replaceAll('"', "")) };
}

function words(list: string): string[] {
  return list.split(",").map((scope) => scope.trim()).filter(Boolean);
}
