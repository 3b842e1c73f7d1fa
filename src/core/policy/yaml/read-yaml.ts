import { EVENT_ID, type Event, parseEvents, YAMLException } from "js-yaml";
import { composeNodes } from "./compose-nodes.ts";
import type { Finding } from "./finding.ts";
import { explainSyntaxError } from "./syntax-error.ts";
import type { YamlNode } from "./yaml-node.ts";

/** Bounds on what is read: policies are small, and a pull request may hold anything. */
export const yamlLimits = {
  /** UTF-16 code units. */
  length: 128 * 1024,
  depth: 20,
  /** Keys and values, with every alias counted as what it stands for. */
  nodes: 10_000,
} as const;

/** A YAML document as far as it could be read, and everything wrong with its form. */
export type YamlDocument = {
  readonly root: YamlNode | null;
  readonly findings: readonly Finding[];
};

/** Reads a text as one YAML 1.2 document (core schema, no tags, no merge keys). Bad text is a finding, never thrown. */
export function readYaml(text: string): YamlDocument {
  if (text.length > yamlLimits.length) {
    return unreadable({
      message: `the file has ${text.length} characters, more than ${yamlLimits.length}`,
      remedy: "Say it in fewer words: globs and lists help.",
    });
  }
  let events: readonly Event[];
  try {
    events = parseEvents(text, { maxDepth: yamlLimits.depth });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return unreadable(explainSyntaxError(text, error));
  }
  const [, second] = events.filter((event) => event.type === EVENT_ID.DOCUMENT);
  if (second !== undefined) {
    return unreadable({
      offset: startAfter(events, second),
      message: "the file holds several YAML documents",
      remedy: "Keep one of them, and no line with --- between.",
    });
  }
  if (events.length === 0) {
    return unreadable({ message: "the policy is empty", remedy: 'Begin with "version: 1".' });
  }
  return composeNodes(text, events, yamlLimits);
}

function unreadable(finding: Omit<Finding, "path">): YamlDocument {
  return { root: null, findings: [{ path: [], offset: 0, ...finding }] };
}

/** Where the first node after an event begins; the end of the text when there is none. */
function startAfter(events: readonly Event[], event: Event): number {
  for (const later of events.slice(events.indexOf(event) + 1)) {
    if (later.type === EVENT_ID.SCALAR && later.valueStart >= 0) return later.valueStart;
    if (later.type === EVENT_ID.SEQUENCE || later.type === EVENT_ID.MAPPING) return later.start;
    if (later.type === EVENT_ID.ALIAS) return later.anchorStart - 1;
  }
  return Number.POSITIVE_INFINITY;
}
