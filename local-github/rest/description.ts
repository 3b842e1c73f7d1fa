import { readFileSync } from "node:fs";

/** A JSON Schema, as OpenAPI 3.0 writes them. */
export type Schema = Readonly<Record<string, unknown>>;

/** What GitHub says of one route: generated, see `scripts/generate-github-api.ts`. */
export type RouteDescription = {
  readonly path: Schema;
  readonly query: Schema;
  readonly body: Schema | null;
  /** By status; null where there is no body. */
  readonly answers: Readonly<Record<string, Schema | null>>;
  /** Path parameters that may contain slashes. */
  readonly multiSegment: readonly string[];
};

type Description = {
  /** By `METHOD /template`. */
  readonly routes: Readonly<Record<string, RouteDescription>>;
  /** Those that are referred to as `#/components/schemas/<name>`. */
  readonly schemas: Readonly<Record<string, Schema>>;
};

const file = new URL("../api.generated.json", import.meta.url);

/** GitHub's OpenAPI description of the routes in use, without prose. */
export const description: Description = JSON.parse(readFileSync(file, "utf8"));
