import type { Route } from "./route.ts";
import { routes } from "./routes.ts";
import { descriptionOf } from "./validate.ts";

/** A route, and what its path's parameters are in a request. */
export type Match = { readonly route: Route; readonly path: Record<string, string> };

const matchers = routes
  .map((route) => {
    const [method = "", template = ""] = route.template.split(" ");
    return { route, method, pattern: patternOf(route.template, template) };
  })
  // A reference may contain slashes, so what continues after it is tried first.
  .toSorted((a, b) => b.route.template.split("/").length - a.route.template.split("/").length);

/** The route that a request is for; null when there is none. */
export function matchRoute(method: string, path: string): Match | null {
  for (const { route, pattern, ...matcher } of matchers) {
    const found = matcher.method === method ? pattern.exec(path) : null;
    if (!found) continue;
    const values = Object.entries(found.groups ?? {});
    return { route, path: Object.fromEntries(values.map(([k, v]) => [k, decodeURIComponent(v)])) };
  }
  return null;
}

function patternOf(key: string, template: string): RegExp {
  const slashes = descriptionOf(key).multiSegment;
  const pattern = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    slashes.includes(name) ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
  );
  return new RegExp(`^${pattern}$`);
}
