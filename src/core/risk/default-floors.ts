import type { ChangeFacts } from "#core/change/facts.ts";
import { namesOf } from "#core/change/file-names.ts";
import { codeOwnersPaths } from "#core/code-owners/code-owners-file.ts";
import { compileGlobs } from "#core/policy/glob.ts";
import { policyPath } from "#core/policy/policy-source.ts";
import { listed } from "#core/text/words.ts";
import { findForeignHand } from "./bot-commits.ts";
import { ciGlobs, containerGlobs, infrastructureGlobs } from "./delivery-paths.ts";
import { fileClassRules } from "./file-class.ts";
import type { RiskLevel } from "./level.ts";
import { packageManifestGlobs } from "./manifest/formats.ts";
import type { Floor } from "./risk-assessment.ts";
import { touchedPaths } from "./touched-paths.ts";

export type DefaultFloor = {
  readonly name: string;
  /** In lower case: they are matched whatever the letter case of a path. Both names of a rename count. */
  readonly globs: readonly string[];
  readonly atLeast: RiskLevel;
  /** `person`: not for a change of which every commit is a bot's own. */
  readonly editedBy: "anyone" | "person";
};

/** Paths whose impact no small diff talks down. A policy switches them off with `risk.defaultFloors: false`. */
export const defaultFloors: readonly DefaultFloor[] = [
  {
    name: "code owners",
    globs: codeOwnersPaths.map((path) => path.toLowerCase()),
    atLeast: "high",
    editedBy: "anyone",
  },
  { name: "CI", globs: ciGlobs, atLeast: "medium", editedBy: "anyone" },
  { name: "containers", globs: containerGlobs, atLeast: "medium", editedBy: "anyone" },
  { name: "infrastructure", globs: infrastructureGlobs, atLeast: "medium", editedBy: "anyone" },
  {
    name: "migrations",
    globs: [
      "**/{migration,migrations,alembic,flyway,liquibase}/**",
      "**/db/{migrate,schema.rb,structure.sql}{,/**}",
      "**/v[0-9]*__*.sql",
      "**/schema.prisma",
    ],
    atLeast: "medium",
    editedBy: "anyone",
  },
  {
    name: "authentication",
    globs: [
      "**/{auth,authn,authz,oauth,oauth2,oidc,saml,sso,iam,rbac,acl,login,session,sessions}{,.*}{,/**}",
      "**/{permission,permissions,password,passwords,jwt}{,.*}{,/**}",
      "**/*{authentication,authenticator,authorization,authorisation}*{,/**}",
      "**/*{auth,oauth,login,session,jwt}{service,client,controller,provider,middleware,guard,handler,filter}*",
      "**/{auth,oauth,jwt}[-_]*{,/**}",
      "**/*[-_]{auth,oauth,jwt}{,.*}{,/**}",
    ],
    atLeast: "medium",
    editedBy: "anyone",
  },
  {
    name: "API schemas",
    globs: [
      "**/*{openapi,swagger,asyncapi}*.{yml,yaml,json}",
      "**/{openapi,swagger,asyncapi}/**",
      "**/*.{proto,thrift,avsc,avdl,graphqls,wsdl,xsd,raml,smithy}",
      "**/*schema*.{graphql,gql}",
    ],
    atLeast: "medium",
    editedBy: "anyone",
  },
  {
    name: "dependencies",
    globs: [...packageManifestGlobs, ...dependencyTreeGlobs()],
    atLeast: "medium",
    editedBy: "person",
  },
];

/** Lock files, and the folders into which dependencies are copied. */
function dependencyTreeGlobs(): readonly string[] {
  const rules = fileClassRules.filter(({ fileClass }) => /^(?:lock|vendored)$/.test(fileClass));
  return rules
    .flatMap(({ names, folders }) => [
      ...names.map((name) => `**/${name}`),
      ...folders.map((folder) => `**/${folder}/**`),
    ])
    .map((glob) => glob.toLowerCase());
}

const compiledFloors = defaultFloors.map((floor) => ({ floor, match: compileGlobs(floor.globs) }));

/** The default floors under a change, each with the paths that it stands on. */
export function findDefaultFloors(change: ChangeFacts): readonly Floor[] {
  const isByBot = change.author.kind === "bot" && findForeignHand(change) === undefined;
  return compiledFloors.flatMap(({ floor, match }) => {
    if (floor.editedBy === "person" && isByBot) return [];
    const paths = touchedPaths(change.files, match);
    if (paths.length === 0) return [];
    return [{ name: floor.name, atLeast: floor.atLeast, observed: listed(paths, { limit: 3 }) }];
  });
}

const migrations = compiledFloors.find(({ floor }) => floor.name === "migrations");

/** Whether a path belongs to a database migration, by the default floor of that name. */
export function isMigration(path: string): boolean {
  return migrations?.match(path.toLowerCase()) !== undefined;
}

/** A change to the policy file itself is critical, whatever the policy says: it changes who decides. */
export function findPolicyFileFloor(change: Pick<ChangeFacts, "files">): readonly Floor[] {
  return change.files.flatMap(namesOf).includes(policyPath)
    ? [{ name: "policy file", atLeast: "critical", observed: policyPath, firm: true }]
    : [];
}
