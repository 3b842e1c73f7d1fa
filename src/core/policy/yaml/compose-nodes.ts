import {
  type AliasEvent,
  boolCoreTag,
  EVENT_ID,
  type Event,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  type MappingEvent,
  NOT_RESOLVED,
  nullCoreTag,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from "js-yaml";
import type { Finding } from "./finding.ts";
import type { KeyPath } from "./key-path.ts";
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from "./yaml-node.ts";

type Reader = {
  readonly text: string;
  readonly events: readonly Event[];
  /** The index of the event to read next. */
  next: number;
  /** Nodes read, every alias counted as what it stands for. */
  nodes: number;
  /** How far the text is read. */
  end: number;
  readonly anchors: Map<string, { readonly node: YamlNode; readonly nodes: number }>;
  readonly findings: Finding[];
};

/**
 * Builds the nodes of a stream's only document from its events. What is wrong becomes a finding, and the rest is read
 * on. Aliases share their anchor's node, so that the work is linear in the text; `root` is null when they stand for more
 * than `limits.nodes` nodes.
 */
export function composeNodes(
  text: string,
  events: readonly Event[],
  limits: { readonly nodes: number },
): { readonly root: YamlNode | null; readonly findings: readonly Finding[] } {
  const reader: Reader = {
    text,
    events,
    next: 1, // after the document's own event
    nodes: 0,
    end: 0,
    anchors: new Map(),
    findings: [],
  };
  const root = readNode(reader, []);
  if (reader.nodes <= limits.nodes) return { root, findings: reader.findings };
  const finding = {
    path: [],
    message: `the file holds more than ${limits.nodes} keys and values`,
    remedy:
      "Say it in fewer words: globs and lists help. An alias counts as all that it stands for.",
  };
  return { root: null, findings: [finding] };
}

function readNode(reader: Reader, path: KeyPath): YamlNode {
  const event = reader.events[reader.next++];
  const nodesBefore = reader.nodes++;
  switch (event?.type) {
    case EVENT_ID.SCALAR:
      return finish(reader, path, event, nodesBefore, readScalar(reader, event));
    case EVENT_ID.SEQUENCE:
      return finish(reader, path, event, nodesBefore, readSequence(reader, path, event));
    case EVENT_ID.MAPPING:
      return finish(reader, path, event, nodesBefore, readMapping(reader, path, event));
    case EVENT_ID.ALIAS:
      return readAlias(reader, path, event);
    default:
      return nothing(reader);
  }
}

/** Refuses the node's tag and remembers its anchor. */
function finish(
  reader: Reader,
  path: KeyPath,
  event: ScalarEvent | SequenceEvent | MappingEvent,
  nodesBefore: number,
  node: YamlNode,
): YamlNode {
  if (event.tagStart >= 0) {
    const tag = reader.text.slice(event.tagStart, event.tagEnd);
    reader.findings.push({
      path,
      offset: event.tagStart,
      message: `the YAML tag ${tag} is not read`,
      remedy: "Leave the tag out; put text that starts with ! in quotes.",
    });
  }
  if (event.anchorStart >= 0) {
    const nodes = reader.nodes - nodesBefore;
    reader.anchors.set(reader.text.slice(event.anchorStart, event.anchorEnd), { node, nodes });
  }
  return node;
}

/** A value that is not there stands at the sign that promises it: the `-` of an item, the `:` of a key. */
function nothing(reader: Reader): YamlScalar {
  const blank = /(?:\s|#[^\n\r]*)*/y;
  blank.lastIndex = reader.end;
  blank.test(reader.text);
  const offset = blank.lastIndex;
  reader.end = offset + 1;
  return { kind: "scalar", offset, text: "", value: null };
}

const plainScalarTags = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag];

function readScalar(reader: Reader, event: ScalarEvent): YamlScalar {
  if (event.valueStart < 0) return nothing(reader);
  const quoted =
    event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  reader.end = event.valueEnd + (quoted ? 1 : 0);
  const text = getScalarValue(reader.text, event);
  const offset = event.valueStart - (quoted ? 1 : 0);
  const scalar = { kind: "scalar", offset, text } as const;
  if (event.style !== SCALAR_STYLE.PLAIN) return { ...scalar, value: text };
  for (const tag of plainScalarTags) {
    const value = tag.resolve(text, false, tag.tagName);
    if (value !== NOT_RESOLVED) return { ...scalar, value };
  }
  return { ...scalar, value: text };
}

function readSequence(reader: Reader, path: KeyPath, event: SequenceEvent): YamlSequence {
  const offset = event.start;
  reader.end = offset;
  const items: YamlNode[] = [];
  while (!takeEnd(reader)) items.push(readNode(reader, [...path, items.length]));
  return { kind: "sequence", offset, items };
}

function readMapping(reader: Reader, path: KeyPath, event: MappingEvent): YamlMapping {
  const offset = event.start;
  reader.end = offset;
  const entries = new Map<string, YamlEntry>();
  while (!takeEnd(reader)) {
    const key = readNode(reader, path);
    const keyPath = key.kind === "scalar" ? [...path, key.text] : path;
    const value = readNode(reader, keyPath);
    const fault = keyFault(key, entries);
    if (fault !== undefined) reader.findings.push({ path: keyPath, offset: key.offset, ...fault });
    else if (key.kind === "scalar") entries.set(key.text, { keyOffset: key.offset, value });
  }
  return { kind: "mapping", offset, entries };
}

function takeEnd(reader: Reader): boolean {
  const event = reader.events[reader.next];
  const atEnd = event === undefined || event.type === EVENT_ID.POP;
  if (atEnd) reader.next++;
  return atEnd;
}

function keyFault(key: YamlNode, entries: ReadonlyMap<string, YamlEntry>) {
  if (key.kind !== "scalar" || key.value === null) {
    return { message: "a key must be one word or a text", remedy: "For example mode: enforce." };
  }
  if (key.text === "<<") {
    return {
      message: "merge keys (<<) are not read",
      remedy: "Write the keys out; an alias may stand for a whole value: when: *docs.",
    };
  }
  // Plain data can't hold this key: it would be lost without a word.
  if (key.text === "__proto__") {
    return { message: '"__proto__" can\'t be a key', remedy: "Choose another name." };
  }
  if (!entries.has(key.text)) return undefined;
  return {
    message: `the key ${JSON.stringify(key.text)} stands twice`,
    remedy: "Keep one of them, or join what they say.",
  };
}

function readAlias(reader: Reader, path: KeyPath, event: AliasEvent): YamlNode {
  const name = reader.text.slice(event.anchorStart, event.anchorEnd);
  const offset = event.anchorStart - 1;
  reader.end = event.anchorEnd;
  const anchored = reader.anchors.get(name);
  if (anchored !== undefined) {
    reader.nodes += anchored.nodes;
    return anchored.node;
  }
  reader.findings.push({
    path,
    offset,
    message: `YAML reads *${name} as an alias, and no value before it is named &${name}`,
    remedy: `Put text that starts with * in quotes: '*${name}'.`,
  });
  return nothing(reader);
}
