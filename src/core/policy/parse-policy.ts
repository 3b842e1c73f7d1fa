import type { z } from "zod";
import { checkNames } from "./check-names.ts";
import { checkPrincipals } from "./check-principals.ts";
import { explainIssue } from "./explain-issue.ts";
import { notesOn } from "./policy-notes.ts";
import type { PolicyProblem } from "./policy-source.ts";
import { Policy } from "./schema.ts";
import type { Finding } from "./yaml/finding.ts";
import { formatKeyPath, type KeyPath } from "./yaml/key-path.ts";
import { positionsIn } from "./yaml/position.ts";
import { readYaml } from "./yaml/read-yaml.ts";
import { nodeAt, offsetAt, toData, type YamlNode } from "./yaml/yaml-node.ts";

/** Something that the authors of a valid policy should know, and where it stands (line and column count from 1). */
type PolicyNote = Omit<PolicyProblem, "remedy">;

/** A policy file's content: what it says, or everything that is wrong with it. */
export type ParsedPolicy =
  | { readonly kind: "valid"; readonly policy: Policy; readonly notes: readonly PolicyNote[] }
  | { readonly kind: "invalid"; readonly problems: readonly PolicyProblem[] };

/** More than anybody rights at once; a file of nothing but problems must not take long either. */
const mostProblems = 200;

/**
 * Reads a policy file. All problems (but no more than 200) are told at once, in the order of the text; only text that is
 * not YAML stops at the first. Never throws.
 */
export function parsePolicy(file: string): ParsedPolicy {
  const text = file.startsWith("\uFEFF") ? file.slice(1) : file;
  const { root, findings } = readYaml(text);
  if (root === null) return { kind: "invalid", problems: findings.map(placedIn(text, null)) };
  const parsed = Policy.safeParse(toData(root));
  const problems: Finding[] = [];
  for (const finding of checkAll(findings, parsed.error?.issues ?? [], root)) {
    if (problems.length === mostProblems) break;
    problems.push(finding);
  }
  if (parsed.success && problems.length === 0) {
    const notes = notesOn(parsed.data).map(placedIn(text, root)).sort(byPlace);
    return { kind: "valid", policy: parsed.data, notes };
  }
  return { kind: "invalid", problems: problems.map(placedIn(text, root)).sort(byPlace) };
}

function* checkAll(
  refused: readonly Finding[],
  issues: readonly z.core.$ZodIssue[],
  root: YamlNode,
): Generator<Finding> {
  yield* refused;
  const refusedPaths = new Set(refused.map(({ path }) => formatKeyPath(path)));
  for (const finding of checkParsed(issues, root)) {
    // What the reader refused reads as null: that it is missing need not be told too.
    const node = nodeAt(root, finding.path);
    const isNull = node?.kind === "scalar" && node.value === null;
    if (!isNull || !refusedPaths.has(formatKeyPath(finding.path))) yield finding;
  }
}

function* checkParsed(issues: readonly z.core.$ZodIssue[], root: YamlNode): Generator<Finding> {
  const unknownKeysAt = new Set(
    issues.flatMap(({ code, path }) => (code === "unrecognized_keys" ? path.join("/") : [])),
  );
  for (const issue of issues) {
    // A misspelt key says already why a mapping seems to say nothing.
    if (issue.code === "custom" && unknownKeysAt.has(issue.path.join("/"))) continue;
    yield* explainIssue(issue, root);
  }
  yield* checkPrincipals(root);
  yield* checkNames(root);
}

type Place = { readonly keyPath: string; readonly line: number; readonly column: number };

/** Puts line and column in the place of a path and an offset. */
function placedIn(text: string, root: YamlNode | null) {
  const positionAt = positionsIn(text);
  return <Found extends { readonly path: KeyPath; readonly offset?: number }>({
    path,
    offset = root === null ? 0 : offsetAt(root, path),
    ...rest
  }: Found) => ({ keyPath: formatKeyPath(path), ...positionAt(offset), ...rest });
}

function byPlace(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}
