import { describeCycle, findCycles } from "./find-cycles.ts";
import type { Finding } from "./yaml/finding.ts";
import { formatKeyPath } from "./yaml/key-path.ts";
import { nodeAt, walk, type YamlNode } from "./yaml/yaml-node.ts";

/** Checks the names that a file gives and refers to, people's aside. */
export function* checkNames(root: YamlNode): Generator<Finding> {
  yield* repeatedNames(root);
  yield* circularEnvironments(root);
}

/** Reasons and reports know a rule by its name: within a list it has to be its own. */
function* repeatedNames(root: YamlNode): Generator<Finding> {
  for (const { node, path } of walk(root)) {
    if (node.kind !== "sequence") continue;
    const seen = new Map<string, number>();
    for (const [index, item] of node.items.entries()) {
      const name = nodeAt(item, ["name"]);
      if (name?.kind !== "scalar" || name.value === null) continue;
      const first = seen.get(name.text);
      if (first === undefined) {
        seen.set(name.text, index);
        continue;
      }
      yield {
        path: [...path, index, "name"],
        message: `the name ${JSON.stringify(name.text)} is taken by ${formatKeyPath([...path, first])}`,
        remedy: "Give each its own name.",
      };
    }
  }
}

/** Environments that wait for one another would never be deployed to. */
function* circularEnvironments(root: YamlNode): Generator<Finding> {
  const environments = nodeAt(root, ["environments"]);
  const leadsTo = new Map<string, string[]>();
  for (const [name, { value }] of environments?.kind === "mapping" ? environments.entries : []) {
    const after = nodeAt(value, ["after", "environment"]);
    if (after?.kind === "scalar") leadsTo.set(name, [after.text]);
  }
  for (const cycle of findCycles(leadsTo)) {
    yield {
      path: ["environments", cycle[0] ?? "", "after"],
      message: `the environment waits for itself: ${describeCycle(cycle)}`,
      remedy: "Let the first environment of the way wait for none.",
    };
  }
}
