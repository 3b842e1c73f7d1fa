// Takes from GitHub's OpenAPI description what the local GitHub needs to refuse what GitHub refuses: parameters and
// bodies of the routes in use, without prose. The package is 385 MB, so it is fetched for the occasion.
//
//   node scripts/generate-github-api.ts
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { routes } from "../local-github/rest/routes.ts";

const openapiPackage = "@octokit/openapi@23.0.2";
const target = new URL("../local-github/api.generated.json", import.meta.url);

type Json = { readonly [key: string]: unknown };

/** What readers need and a validator does not. */
const prose = new Set([
  "description",
  "example",
  "examples",
  "title",
  "externalDocs",
  "deprecated",
]);

function fetchDescription(): Json {
  const directory = mkdtempSync(join(tmpdir(), "openapi-"));
  try {
    const packed = execFileSync("npm", ["pack", "--silent", openapiPackage], { cwd: directory });
    const tarball = packed.toString().trim();
    const file = "package/generated/api.github.com.deref.json";
    execFileSync("tar", ["xzf", tarball, file], { cwd: directory });
    return JSON.parse(readFileSync(join(directory, file), "utf8"));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function describe(openapi: Json, template: string): Json {
  const [method = "", path = ""] = template.split(" ");
  const operation = objectAt(objectAt(objectAt(openapi, "paths"), path), method.toLowerCase());
  const parameters = arrayAt(operation, "parameters");
  const content = operation.requestBody
    ? objectAt(objectAt(operation, "requestBody"), "content")
    : {};
  const body = content["application/json"] ? objectAt(content, "application/json") : {};
  return {
    path: parametersSchema(parameters, "path"),
    query: parametersSchema(parameters, "query"),
    body: body.schema ? withoutProse(body.schema) : null,
    multiSegment: parameters.filter((each) => each["x-multi-segment"]).map((each) => each.name),
  };
}

function parametersSchema(parameters: readonly Json[], place: "path" | "query"): Json {
  const here = parameters.filter((each) => each.in === place);
  const required = here.filter((each) => each.required).map((each) => String(each.name));
  const properties = here.map((each) => [each.name, withoutProse(each.schema)]);
  return { type: "object", properties: Object.fromEntries(properties), required };
}

/** Below `properties` a key is a name and no keyword: a field may well be called `title`. */
function withoutProse(schema: unknown, keysAreNames = false): unknown {
  if (Array.isArray(schema)) return schema.map((each) => withoutProse(each));
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => keysAreNames || !(prose.has(key) || key.startsWith("x-")))
      .map(([key, value]) => [key, withoutProse(value, !keysAreNames && key === "properties")]),
  );
}

function objectAt(parent: Json, key: string): Json {
  const value = parent[key];
  if (typeof value !== "object" || value === null) throw new Error(`the description has no ${key}`);
  return { ...value };
}

function arrayAt(parent: Json, key: string): readonly Json[] {
  const value = parent[key] ?? [];
  return Array.isArray(value) ? value : [];
}

const openapi = fetchDescription();
const described = routes.map(({ template }) => [template, describe(openapi, template)] as const);
const sorted = described.toSorted(([a], [b]) => a.localeCompare(b));
const lines = sorted.map(
  ([template, route]) => `${JSON.stringify(template)}:${JSON.stringify(route)}`,
);
writeFileSync(target, `{\n${lines.join(",\n")}\n}\n`);
