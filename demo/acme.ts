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
  also:
    - name: owners of the books
      when: { files: ['src/books/**'] }
      require: [{ from: [code-owners] }]

emergency:
  declare: ['@acme/on-call']
  approvals: [{ from: ['@acme/sre'] }]
  reviewWithin: 2d

freezes:
  - name: weekend
    from: 2026-01-02T18:00
    to: 2026-01-05T08:00
    repeat: FREQ=WEEKLY;BYDAY=FR
    allow: { types: [emergency] }

environments:
  production:
    windows: [{ days: [Mon, Tue, Wed, Thu], from: '09:00', to: '16:00' }]
    after: { environment: staging }
    firstDeployment: accept

releases:
  - tags: 'v*'
`;

const refundPage = `import { refund } from "./payment.ts";

export function refundButton(order: string): string {
  return \`<button data-order="\${order}">\${refund(order)}</button>\`;
}
`;

/**
 * A small organisation: Maria and Jonas develop, Ines is a reliability engineer, Noah keeps the books, Tom and Ada own the organisation and so are
 * its change-managers. Maria is on call.
 */
export async function buildAcme(github: LocalGitHub): Promise<RepositoryScenario> {
  const acme = github.organisation("acme");
  acme.user("maria", { name: "Maria Keller" });
  acme.user("jonas", { name: "Jonas Weber" });
  acme.user("ines", { name: "Ines Duarte" });
  acme.user("noah", { name: "Noah Lindqvist" });
  acme.user("tom", { name: "Tom Okafor", role: "admin" });
  acme.user("ada", { name: "Ada Marín", role: "admin" });
  acme.team("sre", { members: ["ines"] });
  acme.team("on-call", { members: ["maria"] });
  github.user("helper[bot]");
  return acme.repository("shop", {
    files: {
      "README.md": "# The shop\n",
      "src/payment.ts":
        'export function refund(order: string): string {\n  return "refund " + order;\n}\n',
      "src/refund-page.ts": refundPage,
      "src/books/totals.ts":
        "export function total(cents: readonly number[]): number {\n  return cents.reduce((sum, one) => sum + one, 0);\n}\n",
      ".github/CODEOWNERS": "/src/books/ @noah\n",
      ".github/sluice.yml": shopPolicy,
    },
    permissions: {
      maria: "write",
      jonas: "write",
      noah: "write",
      "@sre": "write",
      tom: "admin",
      ada: "admin",
      "helper[bot]": "write",
    },
  });
}
