import { readdirSync, readFileSync } from "node:fs";

const BRIDGE = new URL("./app-bridge/", import.meta.url);

/**
 * The stand-in for https://cdn.shopify.com/shopifycloud/app-bridge.js. Like the original it is one classic script that
 * runs before the page's own; its parts share one scope and are joined in the order of their names.
 */
export function appBridgeScript(): string {
  const parts = readdirSync(BRIDGE).filter((name) => name.endsWith(".js")).sort();
  return `(() => {\n"use strict";\n${parts.map((name) => readFileSync(new URL(name, BRIDGE), "utf8")).join("\n")}\n})();\n`;
}

const TYPES: Record<string, string> = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" };

/** A style or script of the admin's page, at /shell/<name>. */
export function shellFile(pathname: string): { type: string; body: string } | undefined {
  const match = /^\/shell\/([\w-]+\.(css|js))$/.exec(pathname);
  const type = TYPES[match?.[2] ?? ""];
  if (!match?.[1] || !type) return undefined;
  try {
    return { type, body: readFileSync(new URL(match[1], import.meta.url), "utf8") };
  } catch {
    return undefined;
  }
}
