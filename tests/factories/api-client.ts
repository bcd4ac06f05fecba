import fs from "node:fs";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";

const ROUTES = new URL("../../app/routes/", import.meta.url);

export type ApiAnswer = { status: number; headers: Headers; body: Record<string, never> & { [key: string]: unknown } };
export type Api = (path: string, options?: { token?: string; method?: string; headers?: Record<string, string>; body?: unknown }) => Promise<ApiAnswer>;

/** The REST API as Remix serves it, from its own route files, without a build or a port: `api("/metrics/summary?as_of=...", { token })`. */
export async function openApi(): Promise<Api> {
  const names = fs.readdirSync(ROUTES).filter((name) => name.startsWith("api.v1."));
  const routes: Record<string, unknown> = { root: { id: "root", path: "", module: {} } };
  for (const name of names) {
    const module: unknown = await import(new URL(`${name}/route.ts`, ROUTES).href);
    routes[name] = { id: name, parentId: "root", path: toPath(name), ...(name.endsWith("._index") && { index: true }), module };
  }
  const future = { v3_fetcherPersist: true, v3_relativeSplatPath: true, v3_throwAbortReason: true };
  const build = { routes, entry: { module: {} }, assets: { routes: {}, entry: {}, url: "", version: "" }, future, mode: "production", publicPath: "/", basename: "/", assetsBuildDirectory: "", isSpaMode: false };
  const handle = createRequestHandler(build as unknown as ServerBuild, "production");
  return async (path, { token, method = "GET", headers = {}, body } = {}) => {
    const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    // What is text already goes as it is, so that a test can send what is no JSON.
    const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
    const answer = await handle(new Request(`http://127.0.0.1/api/v1${path}`, { method, headers: { ...authorization, ...headers }, ...sent }));
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
    return { status: answer.status, headers: answer.headers, body: isJson && text ? JSON.parse(text) : { text } };
  };
}

/** As Remix reads the name of a route's folder. */
function toPath(name: string): string {
  const segments = name.replace(/\._index$/, "").replaceAll("[.]", "\0").split(".");
  return segments.map((segment) => (segment === "$" ? "*" : segment.replace(/^\$/, ":").replaceAll("\0", "."))).join("/");
}
