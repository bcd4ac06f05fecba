import fs from "node:fs";

type Route = { id: string; path?: string; parentId?: string; index?: boolean; hasLoader: boolean; hasAction: boolean };

/** Every address that the built app answers, with its route; so that one that is added is tried without a word in a test. */
export function builtAddresses(): { route: Route; path: string }[] {
  const routes = builtRoutes();
  const byId = new Map(routes.map((route) => [route.id, route]));
  const pathOf = (route: Route): string => {
    const above = route.parentId === undefined ? undefined : byId.get(route.parentId);
    return [above ? pathOf(above) : "", route.path ?? ""].filter(Boolean).join("/");
  };
  return routes.filter((route) => route.id !== "root").map((route) => ({ route, path: `/${pathOf(route)}` }));
}

function builtRoutes(): Route[] {
  const folder = "build/client/assets";
  const newest = fs.readdirSync(folder).filter((name) => /^manifest-.*\.js$/.test(name)).map((name) => `${folder}/${name}`)
    .sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
  const text = fs.readFileSync(newest ?? "", "utf8");
  const { routes } = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)) as { routes: Record<string, Route> };
  return Object.values(routes);
}
