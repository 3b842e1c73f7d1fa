import type { RepositoryScenario } from "../local-github/scenario/repository.ts";
import type { LocalGitHub } from "../local-github/start.ts";

/** The policy of the shop's repository: what the story is about. */
const shopPolicy = `version: 1

risk:
  rules:
    - name: database migration
      when: { files: ['**/migrations/**'] }
      atLeast: high

standard:
  - name: documentation only
    when: { onlyFiles: ['docs/**', '**/*.md'] }

approvals:
  medium: [{ from: [write] }]
  high:
    - { from: [write] }
    - { name: reliability, from: ['@acme/sre'] }
  critical: [{ from: [change-manager], count: 2 }]
`;

const refundPage = `import { refund } from "./payment.ts";

export function refundButton(order: string): string {
  return \`<button data-order="\${order}">\${refund(order)}</button>\`;
}
`;

/** A small organisation: Maria and Jonas develop, Ines is a reliability engineer, Tom owns the organisation. */
export async function buildAcme(github: LocalGitHub): Promise<RepositoryScenario> {
  const acme = github.organisation("acme");
  acme.user("maria", { name: "Maria Keller" });
  acme.user("jonas", { name: "Jonas Weber" });
  acme.user("ines", { name: "Ines Duarte" });
  acme.user("tom", { name: "Tom Okafor", role: "admin" });
  acme.team("sre", { members: ["ines"] });
  return acme.repository("shop", {
    files: {
      "README.md": "# The shop\n",
      "src/payment.ts":
        'export function refund(order: string): string {\n  return "refund " + order;\n}\n',
      "src/refund-page.ts": refundPage,
      ".github/sluice.yml": shopPolicy,
    },
    permissions: { maria: "write", jonas: "write", "@sre": "write", tom: "admin" },
  });
}
