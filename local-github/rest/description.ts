import { readFileSync } from "node:fs";

/** A JSON Schema, as OpenAPI 3.0 writes them. */
type Schema = Readonly<Record<string, unknown>>;

/** What GitHub says of one route's request: generated, see `scripts/generate-github-api.ts`. */
export type RouteDescription = {
  readonly path: Schema;
  readonly query: Schema;
  readonly body: Schema | null;
  /** Path parameters that may contain slashes. */
  readonly multiSegment: readonly string[];
};

/** GitHub's OpenAPI description of the routes in use, without prose, by `METHOD /template`. */
export const description: Readonly<Record<string, RouteDescription>> = JSON.parse(
  readFileSync(new URL("../api.generated.json", import.meta.url), "utf8"),
);
