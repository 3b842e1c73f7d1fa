import type { IncomingMessage } from "node:http";
import { Hono } from "hono";
import type { Metrics } from "./metrics.ts";
import { frontPage, type ServiceState } from "./pages.ts";

/** Why the service is not ready; empty when it is. */
export type ReadinessProblems = readonly string[];

const paths = ["/", "/healthz", "/readyz", "/metrics"];

/** Whether {@link pagesRoute} answers this request. */
export function isPage(request: Pick<IncomingMessage, "method" | "url">): boolean {
  const path = request.url?.split("?")[0] ?? "";
  return (request.method === "GET" || request.method === "HEAD") && paths.includes(path);
}

/** The product's own pages and probes. Nothing here shows a repository's name: anybody may read them. */
export function pagesRoute(options: {
  readonly state: () => Promise<ServiceState>;
  readonly readiness: () => Promise<ReadinessProblems>;
  readonly metrics: Metrics;
}): Hono {
  const pages = new Hono();
  pages.get("/", async (c) => c.html(await frontPage(await options.state())));
  pages.get("/healthz", (c) => c.json({ status: "ok" }));
  pages.get("/readyz", async (c) => {
    const problems = await options.readiness();
    return problems.length === 0
      ? c.json({ status: "ready" })
      : c.json({ status: "not ready", problems }, 503);
  });
  pages.get("/metrics", async (c) =>
    c.body(await options.metrics.render(), 200, { "content-type": options.metrics.contentType }),
  );
  return pages;
}
