import type { KeyPath } from "./key-path.ts";

/**
 * A value of a YAML document together with the place where it stands. Offsets count UTF-16 code units from the start
 * of the text. An alias is the very node that its anchor names.
 */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping;

export type YamlScalar = {
  readonly kind: "scalar";
  readonly offset: number;
  /** As written, without quotes. */
  readonly text: string;
  /** As YAML 1.2 reads it. */
  readonly value: string | number | boolean | null;
};

export type YamlSequence = {
  readonly kind: "sequence";
  readonly offset: number;
  readonly items: readonly YamlNode[];
};

export type YamlMapping = {
  readonly kind: "mapping";
  readonly offset: number;
  /** By key; a key that stands twice keeps its first value. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
};

export type YamlEntry = { readonly keyOffset: number; readonly value: YamlNode };

/** The node as plain data. */
export function toData(node: YamlNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "sequence":
      return node.items.map(toData);
    case "mapping":
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, toData(value)]));
  }
}

/** The node at a path; undefined when there is none. */
export function nodeAt(root: YamlNode, path: KeyPath): YamlNode | undefined {
  let node: YamlNode | undefined = root;
  for (const step of path) node = node === undefined ? undefined : child(node, step)?.node;
  return node;
}

/** Where a path stands: its key or list item, or the nearest one above that is there. */
export function offsetAt(root: YamlNode, path: KeyPath): number {
  let node = root;
  let offset = root.offset;
  for (const step of path) {
    const next = child(node, step);
    if (next === undefined) break;
    node = next.node;
    offset = next.offset;
  }
  return offset;
}

function child(node: YamlNode, step: string | number) {
  if (node.kind === "mapping" && typeof step === "string") {
    const entry = node.entries.get(step);
    return entry && { node: entry.value, offset: entry.keyOffset };
  }
  if (node.kind === "sequence" && typeof step === "number") {
    const item = node.items[step];
    return item && { node: item, offset: item.offset };
  }
  return undefined;
}

/** Every node below and including `node`, with its path, in the order of the text. */
export function* walk(
  node: YamlNode,
  path: KeyPath = [],
): Generator<{ readonly node: YamlNode; readonly path: KeyPath }> {
  yield { node, path };
  if (node.kind === "sequence") {
    for (const [index, item] of node.items.entries()) yield* walk(item, [...path, index]);
  } else if (node.kind === "mapping") {
    for (const [key, entry] of node.entries) yield* walk(entry.value, [...path, key]);
  }
}
