import { z } from "zod";
import { Policy } from "./schema.ts";
import type { KeyPath } from "./yaml/key-path.ts";

/** The part of JSON Schema that describes a policy. */
export type Shape = {
  readonly $ref?: string;
  readonly allOf?: readonly Shape[];
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Shape | false;
  readonly items?: Shape;
  readonly definitions?: Readonly<Record<string, Shape>>;
};

let jsonSchema: Shape | undefined;

/** The policy as a JSON Schema (draft 7, which every editor reads) of what people write. */
export function policyShape(): Shape {
  jsonSchema ??= z.toJSONSchema(Policy, {
    io: "input",
    target: "draft-07",
    // zod leaves the examples of values that it transforms out; ours are always as people write them.
    override: ({ zodSchema, jsonSchema: shape }) => {
      const examples = z.globalRegistry.get(zodSchema)?.examples;
      if (Array.isArray(examples) && shape.$ref === undefined) shape.examples = examples;
    },
  }) as Shape;
  return jsonSchema;
}

/** A shape with what it refers to put in its place; the nearer text wins. */
export function resolveShape(shape: Shape): Shape {
  const [referred] = shape.allOf ?? [shape];
  const name = referred?.$ref?.split("/").at(-1);
  const definition = name === undefined ? undefined : policyShape().definitions?.[name];
  return definition === undefined ? shape : { ...resolveShape(definition), ...shape };
}

/** The name under which several keys share a shape, for example `Principal`. */
export function shapeName(shape: Shape): string | undefined {
  const [referred] = shape.allOf ?? [shape];
  return referred?.$ref?.split("/").at(-1);
}

/** The shape of what may stand at a path, unresolved; undefined where the policy has no such place. */
export function shapeAt(path: KeyPath): Shape | undefined {
  let shape: Shape | undefined = policyShape();
  for (const step of path) {
    const parent: Shape | undefined = shape && resolveShape(shape);
    if (typeof step === "number") shape = parent?.items;
    else if (Object.hasOwn(parent?.properties ?? {}, step)) shape = parent?.properties?.[step];
    else shape = parent?.additionalProperties || undefined;
  }
  return shape;
}
