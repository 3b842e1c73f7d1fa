import type { FileEdits } from "../../local-github/git/write-commits.ts";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { LocalGitHub } from "../../local-github/start.ts";
import { policyPath } from "../../src/core/policy/policy-source.ts";

/**
 * An organisation with the people of the stories: Maria and Jonas develop, Ines and Noah keep it reliable (`@sre`), Dora knows the database
 * (`@dba`), Tom and Ada own the organisation. Eve is in no organisation.
 */
export function openAcme(
  github: LocalGitHub,
  login = "acme",
  options: { readonly appInstalled?: boolean } = {},
): OrganisationScenario {
  const acme = github.organisation(login, options);
  for (const developer of ["maria", "jonas", "ines", "noah", "dora"]) acme.user(developer);
  for (const owner of ["tom", "ada"]) acme.user(owner, { role: "admin" });
  if (!github.world.account("eve")) github.user("eve");
  acme.team("sre", { members: ["ines", "noah"] });
  acme.team("dba", { members: ["dora"] });
  return acme;
}

/** A repository in which everybody of the organisation may write; its policy stands on the default branch, where there is one. */
export function openRepository(
  acme: OrganisationScenario,
  name: string,
  sketch: {
    readonly policy: string | null;
    readonly files?: FileEdits;
    readonly private?: boolean;
  },
): Promise<RepositoryScenario> {
  const { policy, files = {}, private: isPrivate = true } = sketch;
  return acme.repository(name, {
    private: isPrivate,
    files: {
      "README.md": `# ${name}\n`,
      ...files,
      ...(policy !== null && { [policyPath]: policy }),
    },
    permissions: { maria: "write", jonas: "write", "@sre": "write", "@dba": "write" },
  });
}
