import { Ajv, type ErrorObject, type Options, type ValidateFunction } from "ajv";
import { Refusal, unprocessable } from "../operations/refusal.ts";
import { description, type RouteDescription, type Schema } from "./description.ts";

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const options: Options = {
  strict: false,
  formats: { "date-time": dateTime },
  logger: false,
  // Each validator checks a few answers of a process: to make it quickly matters more than what it then takes.
  inlineRefs: false,
  code: { optimize: false },
  schemas: [{ $id: "shared", components: { schemas: description.schemas } }],
};
const bodies = new Ajv(options);
const texts = new Ajv({ ...options, coerceTypes: true });
const validators = new Map<Schema, ValidateFunction>();

export type Parameters = Record<string, unknown>;

/** What a request says, checked against GitHub's description: a refusal where GitHub refuses. */
export function validate(
  template: string,
  path: Parameters,
  query: Parameters,
  body: Parameters | null,
): Parameters {
  const route = descriptionOf(template);
  check(texts, route.path, path);
  check(texts, route.query, query);
  if (route.body) check(bodies, route.body, body ?? {});
  return { ...query, ...body, ...path };
}

/** Names in query and body that GitHub does not know of. It ignores them; a test should not. */
export function unknownParameters(
  template: string,
  query: Parameters,
  body: Parameters | null,
): readonly string[] {
  const route = descriptionOf(template);
  const known = new Set([...propertyNames(route.query), ...propertyNames(route.body ?? {})]);
  return Object.keys({ ...query, ...body }).filter((name) => !known.has(name));
}

/** What is wrong with an answer by GitHub's description; null when nothing is. */
export function problemOfAnswer(template: string, status: number, body: unknown): string | null {
  const schema = descriptionOf(template).answers[String(status)];
  if (schema === undefined) return `GitHub never answers ${status}`;
  if (schema === null) return null;
  const validator = validatorOf(bodies, schema);
  return validator(body) ? null : sentenceOf(validator.errors?.[0], body);
}

/** Reads a JSON body; GitHub answers 400 when it can't. */
export function readBody(text: string): Parameters | null {
  if (text === "") return null;
  const body = parse(text);
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new Refusal(400, "Body should be a JSON object");
  }
  return { ...body };
}

export function descriptionOf(template: string): RouteDescription {
  const route = description.routes[template];
  if (!route) throw new Error(`GitHub's description has no ${template}: generate it again`);
  return route;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "Problems parsing JSON");
  }
}

function check(ajv: Ajv, schema: Schema, value: Parameters): void {
  const validator = validatorOf(ajv, schema);
  if (validator(value)) return;
  throw unprocessable(`Invalid request.\n\n${sentenceOf(validator.errors?.[0], value)}`);
}

function validatorOf(ajv: Ajv, schema: Schema): ValidateFunction {
  const known = validators.get(schema);
  if (known) return known;
  const validator = ajv.compile(referringToShared(schema));
  validators.set(schema, validator);
  return validator;
}

/** References in the description are to the whole document, of which the shared schemas are a part here. */
function referringToShared(schema: Schema): Schema {
  const text = JSON.stringify(schema);
  return JSON.parse(text.replaceAll('"#/components/', '"shared#/components/'));
}

function sentenceOf(error: ErrorObject | undefined, value: unknown): string {
  const missing = error?.params.missingProperty;
  const path = error?.instancePath ?? "";
  if (missing !== undefined)
    return `${path ? `For '${path.slice(1)}', ` : ""}"${missing}" wasn't supplied.`;
  const found = path.split("/").slice(1).reduce<unknown>(step, value);
  return `For '${path.slice(1)}', ${JSON.stringify(found)?.slice(0, 80)} ${error?.message ?? "is not valid"}.`;
}

function step(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function sharedSchema({ $ref: reference }: Schema): Schema | undefined {
  return description.schemas[String(reference).replace("#/components/schemas/", "")];
}

function propertyNames(reference: Schema): readonly string[] {
  const schema = sharedSchema(reference) ?? reference;
  const alternatives = [schema.oneOf, schema.anyOf, schema.allOf].flat();
  const properties = schema.properties;
  return [
    ...(typeof properties === "object" && properties !== null ? Object.keys(properties) : []),
    ...alternatives.flatMap((each) =>
      typeof each === "object" && each !== null ? propertyNames({ ...each }) : [],
    ),
  ];
}
