import { addLabels, createLabel, removeLabels } from "../../operations/issues.ts";
import { notFound } from "../../operations/refusal.ts";
import { representLabel } from "../../represent/repository.ts";
import type { Label } from "../../world/model.ts";
import { issueOf, labelFor, labelNamesOf, readIssue, writeIssue } from "../named-issue.ts";
import { type Call, created, noContent, ok, page, repositoryOf, route } from "../route.ts";

/** Labels of a repository, and on an issue or pull request. */
export const labelRoutes = [
  route("GET /repos/{owner}/{repo}/labels", readIssue, (call) =>
    page(call, [...repositoryOf(call).labels.values()], (shown) => representAll(call, shown)),
  ),
  route("POST /repos/{owner}/{repo}/labels", ["issues:write"], (call) => {
    const { name, color = "ededed", description = null } = call.parameters;
    const label = createLabel(call.world, repositoryOf(call), { name, color, description });
    return created(representLabel(call.world, label));
  }),
  route("GET /repos/{owner}/{repo}/labels/{name}", readIssue, (call) =>
    ok(representLabel(call.world, labelOf(call))),
  ),
  route("PATCH /repos/{owner}/{repo}/labels/{name}", writeIssue, (call) => {
    const label = labelOf(call);
    const { new_name: name = label.name, color, description } = call.parameters;
    label.repository.labels.delete(label.name.toLowerCase());
    Object.assign(label, { name, color: color ?? label.color });
    label.description = description ?? label.description;
    label.repository.labels.set(name.toLowerCase(), label);
    return ok(representLabel(call.world, label));
  }),
  route("DELETE /repos/{owner}/{repo}/labels/{name}", writeIssue, (call) => {
    const label = labelOf(call);
    label.repository.labels.delete(label.name.toLowerCase());
    for (const issue of label.repository.issues.values()) issue.labels.delete(label);
    return noContent;
  }),
  route("GET /repos/{owner}/{repo}/issues/{issue_number}/labels", readIssue, (call) =>
    page(call, [...issueOf(call).labels], (shown) => representAll(call, shown)),
  ),
  route("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", writeIssue, async (call) => {
    const issue = issueOf(call, "write");
    const labels = labelNamesOf(call.parameters).map((name) => labelFor(call, issue, name));
    await addLabels(call.world, issue, labels, call.caller.account);
    return ok(representAll(call, [...issue.labels]));
  }),
  route(
    "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
    writeIssue,
    async (call) => {
      const issue = issueOf(call, "write");
      const wanted = call.parameters.name.toLowerCase();
      const label = [...issue.labels].find(({ name }) => name.toLowerCase() === wanted);
      if (!label) throw notFound("Label does not exist");
      await removeLabels(call.world, issue, [label], call.caller.account);
      return ok(representAll(call, [...issue.labels]));
    },
  ),
];

function labelOf(call: Call<{ owner: string; repo: string; name: string }>): Label {
  const label = repositoryOf(call).labels.get(call.parameters.name.toLowerCase());
  if (!label) throw notFound();
  return label;
}

function representAll({ world }: Call<unknown>, labels: readonly Label[]): readonly object[] {
  return labels.map((label) => representLabel(world, label));
}
