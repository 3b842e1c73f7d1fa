// Takes from GitHub's OpenAPI description what the local GitHub needs to refuse what GitHub refuses: the requests and
// answers of the routes in use, without prose. The package is 385 MB, so it is fetched for the occasion.
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
    const file = "package/generated/api.github.com.json";
    execFileSync("tar", ["xzf", packed.toString().trim(), file], { cwd: directory });
    return JSON.parse(readFileSync(join(directory, file), "utf8"));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const openapi = corrected(fetchDescription());

/** Rights two slips of GitHub's description, which its own answers contradict. */
function corrected(description: Json): Json {
  const schemas = at(description, "components", "schemas");
  for (const name of ["pull-request", "pull-request-simple"]) {
    const label = at(schemas, name, "properties", "labels", "items", "properties");
    Object.assign(Object(label.description), { nullable: true }); // null where nobody wrote one
  }
  const listed = at(description, "paths", "/app/installations", "get", "responses", "200");
  const list = at(listed, "content", "application/json", "schema");
  // Written out there, and wrongly: an installation's account would be user and enterprise at once.
  Object.assign(Object(list.items), { $ref: "#/components/schemas/installation" });
  return description;
}

function describe(template: string): Json {
  const [method = "", path = ""] = template.split(" ");
  const operation = at(openapi, "paths", path, method.toLowerCase());
  const parameters = listAt(operation, "parameters").map(resolved);
  return {
    path: parametersSchema(parameters, "path"),
    query: parametersSchema(parameters, "query"),
    body: operation.requestBody ? bodySchema(at(operation, "requestBody")) : null,
    answers: Object.fromEntries(
      Object.entries(at(operation, "responses"))
        .filter(([status]) => status.startsWith("2"))
        .map(([status, response]) => [status, bodySchema(resolved(response))]),
    ),
    multiSegment: parameters.filter((each) => each["x-multi-segment"]).map((each) => each.name),
  };
}

function parametersSchema(parameters: readonly Json[], place: "path" | "query"): Json {
  const here = parameters.filter((each) => each.in === place);
  const required = here.filter((each) => each.required).map((each) => String(each.name));
  const properties = here.map((each) => [each.name, withoutProse(each.schema)]);
  return { type: "object", properties: Object.fromEntries(properties), required };
}

function bodySchema(message: Json): unknown {
  const content = message.content ? at(message, "content") : {};
  return content["application/json"] ? withoutProse(at(content, "application/json").schema) : null;
}

/** A JSON Schema of an OpenAPI 3.0 schema. Below `properties` a key is a name, no keyword: a field may be called `title`. */
function withoutProse(schema: unknown, keysAreNames = false): unknown {
  if (Array.isArray(schema)) return schema.map((each) => withoutProse(each));
  if (typeof schema !== "object" || schema === null) return schema;
  const plain = Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => keysAreNames || !(prose.has(key) || key.startsWith("x-")))
      .map(([key, value]) => [key, withoutProse(value, !keysAreNames && key === "properties")]),
  );
  return keysAreNames ? plain : withNull(plain);
}

/** OpenAPI 3.0 says `nullable` where JSON Schema says that null is a type and, in an enumeration, a value. */
function withNull({ nullable, ...schema }: Json): Json {
  if (schema.$ref !== undefined) return { $ref: schema.$ref };
  if (!nullable) return schema;
  if (schema.type === undefined) return { anyOf: [schema, { type: "null" }] };
  return {
    ...schema,
    type: [schema.type, "null"],
    ...(Array.isArray(schema.enum) && { enum: [...new Set([...schema.enum, null])] }),
  };
}

/** The shared schemas that others refer to, and those that these refer to in turn. */
function sharedSchemas(users: unknown): Json {
  const found: Record<string, unknown> = {};
  const waiting = [users];
  for (let user = waiting.pop(); user !== undefined; user = waiting.pop()) {
    for (const [, name = ""] of JSON.stringify(user).matchAll(
      /#\/components\/schemas\/([\w-]+)/g,
    )) {
      if (name in found) continue;
      found[name] = withoutProse(at(openapi, "components", "schemas", name));
      waiting.push(found[name]);
    }
  }
  return Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => a.localeCompare(b)));
}

function resolved(value: unknown): Json {
  const json = asObject(value, "a reference");
  const reference = json.$ref;
  return typeof reference === "string" ? at(openapi, ...reference.split("/").slice(1)) : json;
}

function at(parent: Json, ...path: readonly string[]): Json {
  return path.reduce((json, key) => asObject(json[key], key), parent);
}

function asObject(value: unknown, name: string): Json {
  if (typeof value !== "object" || value === null) throw new Error(`GitHub describes no ${name}`);
  return { ...value };
}

function listAt(parent: Json, key: string): readonly unknown[] {
  const value = parent[key] ?? [];
  return Array.isArray(value) ? value : [];
}

/** One line an entry, so that a change of GitHub's shows as one line. */
function lines(json: Json): string {
  const entries = Object.entries(json).map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`);
  return `{\n${entries.join(",\n")}\n}`;
}

const templates = routes.map(({ template }) => template).toSorted();
const described = Object.fromEntries(templates.map((template) => [template, describe(template)]));
const schemas = sharedSchemas(described);
writeFileSync(target, `{"routes":${lines(described)},\n"schemas":${lines(schemas)}}\n`);
