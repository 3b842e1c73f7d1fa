import { describe, expect, test } from "@jest/globals";
import type { FileChange } from "#core/change/facts.ts";
import { globProblem } from "#core/policy/glob.ts";
import {
  defaultFloors,
  findDefaultFloors,
  findPolicyFileFloor,
} from "#core/risk/default-floors.ts";
import { alice, changeFacts, commitBy, dependabot, fileChange } from "../../support/facts.ts";

function floorsOf(...files: readonly FileChange[]): readonly string[] {
  return findDefaultFloors(changeFacts({ files })).map(({ name }) => name);
}

const pathsByFloor: Readonly<Record<string, readonly string[]>> = {
  "code owners": ["CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS"],
  CI: [
    ".github/workflows/ci.yml",
    ".github/actions/setup/action.yml",
    "action.yaml",
    ".gitlab-ci.yml",
    ".circleci/config.yml",
    "ci/Jenkinsfile",
    "azure-pipelines.yml",
    "cloudbuild.yaml",
  ],
  containers: ["Dockerfile", "services/api/Dockerfile.prod", "Containerfile", "docker-compose.yml"],
  infrastructure: [
    "infra/network.json",
    "services/api/infra/queue.ts",
    "live/main.tf",
    "live/prod.tfvars",
    "deploy/k8s/api.yaml",
    "charts/api/values.yaml",
    "ansible/site.yml",
    "main.bicep",
  ],
  migrations: [
    "db/migrations/0001.sql",
    "db/migrate/20240101_users.rb",
    "Api/Migrations/Init.cs",
    "db/schema.rb",
    "prisma/schema.prisma",
    "sql/V1__users.sql",
    "backend/alembic/env.py",
  ],
  authentication: [
    "src/auth/session.ts",
    "src/Auth/Guard.cs",
    "lib/auth.rb",
    "pkg/oauth2/client.go",
    "web/login.tsx",
    "src/AuthenticationFilter.java",
    "src/authorisation.ts",
    "src/user_auth.py",
    "src/authService.ts",
    "app/rbac/roles.yml",
  ],
  "API schemas": [
    "openapi.yaml",
    "api/openapi.v2.yml",
    "docs/swagger.json",
    "proto/user.proto",
    "api/schema.graphql",
    "events/order.avsc",
  ],
  dependencies: [
    "package.json",
    "web/package-lock.json",
    "go.mod",
    "go.sum",
    "requirements-dev.txt",
    "Gemfile",
    "Cargo.lock",
    "yarn.lock",
    "vendor/github.com/a/b.go",
    "third_party/zlib/zlib.c",
  ],
};

const cases = Object.entries(pathsByFloor).flatMap(([floor, paths]) =>
  paths.map((path) => ({ path, floor })),
);

describe("findDefaultFloors", () => {
  test.each(cases)("$path has the floor $floor", ({ path, floor }) => {
    expect(floorsOf(fileChange(path))).toContain(floor);
  });

  test("every floor is tried above; that of code owners, who decide on others' changes, is high", () => {
    expect(Object.keys(pathsByFloor)).toEqual(defaultFloors.map(({ name }) => name));
    for (const { name, atLeast } of defaultFloors) {
      expect(`${name} ${atLeast}`).toBe(`${name} ${name === "code owners" ? "high" : "medium"}`);
    }
  });

  const noFloor = [
    "src/app.ts",
    "src/author.ts",
    "src/authors/list.ts",
    "src/blog/authoring.ts",
    "src/charts/Bar.tsx",
    "src/Infrastructure/Repository.cs",
    "src/immigration.ts",
    "src/docker.ts",
    "src/dependencies.ts",
    "README.md",
  ];
  test.each(noFloor)("%s has none", (path) => {
    expect(floorsOf(fileChange(path))).toEqual([]);
  });

  test("both names of a rename count", () => {
    const rename = (from: string, to: string) =>
      fileChange(to, { status: "renamed", previousPath: from });
    expect(floorsOf(rename("src/auth/a.ts", "docs/a.ts"))).toEqual(["authentication"]);
    expect(floorsOf(rename("docs/a.tf.txt", "docs/a.tf"))).toEqual(["infrastructure"]);
  });

  test("the source of a copy is left as it was", () => {
    const copy = fileChange("src/a.txt", { status: "copied", previousPath: "Dockerfile" });
    expect(floorsOf(copy)).toEqual([]);
  });

  test("a line break hides no path", () => {
    expect(floorsOf(fileChange("src/a\nb/auth/x.ts"))).toEqual(["authentication"]);
  });

  test("names the paths, three at most", () => {
    const files = ["a", "b", "c", "d", "e"].map((name) => fileChange(`${name}.tf`));
    expect(findDefaultFloors(changeFacts({ files }))).toEqual([
      { name: "infrastructure", atLeast: "medium", observed: "a.tf, b.tf, c.tf and 2 more" },
    ]);
  });

  test("globs are such as a policy may have, in lower case", () => {
    const globs = defaultFloors.flatMap((floor) => floor.globs);
    expect(globs.map(globProblem).filter((problem) => problem !== undefined)).toEqual([]);
    expect(globs.filter((glob) => glob !== glob.toLowerCase())).toEqual([]);
  });
});

describe("the floor of dependencies", () => {
  const files = [fileChange("package-lock.json")];
  const cases = [
    { name: "a person's lock file", change: { author: alice }, floor: true },
    { name: "a bot's own", change: { author: dependabot }, floor: false },
    {
      name: "a person's commit on a bot's branch",
      change: { author: dependabot, commits: [commitBy(dependabot), commitBy(alice)] },
      floor: true,
    },
    {
      name: "an unknown author's commit on a bot's branch",
      change: { author: dependabot, commits: [commitBy(null)] },
      floor: true,
    },
    {
      name: "a bot's commit in a person's change",
      change: { author: alice, commits: [commitBy(dependabot)] },
      floor: true,
    },
    { name: "no known commits", change: { author: dependabot, commits: [] }, floor: true },
  ];
  test.each(cases)("$name: $floor", ({ change, floor }) => {
    const floors = findDefaultFloors(changeFacts({ files, ...change }));
    expect(floors.map(({ name }) => name)).toEqual(floor ? ["dependencies"] : []);
  });

  test("a bot's edit of a workflow has the floor of CI", () => {
    const workflow = [fileChange(".github/workflows/ci.yml")];
    const floors = findDefaultFloors(changeFacts({ author: dependabot, files: workflow }));
    expect(floors.map(({ name }) => name)).toEqual(["CI"]);
  });
});

describe("findPolicyFileFloor", () => {
  const observed = ".github/sluice.yml";
  const floor = { name: "policy file", atLeast: "critical", observed, firm: true };
  const cases = [
    { name: "edited", file: fileChange(".github/sluice.yml") },
    { name: "removed", file: fileChange(".github/sluice.yml", { status: "removed" }) },
    {
      name: "renamed away",
      file: fileChange("docs/a.yml", { status: "renamed", previousPath: ".github/sluice.yml" }),
    },
    {
      name: "renamed into place",
      file: fileChange(".github/sluice.yml", { status: "renamed", previousPath: "docs/a.yml" }),
    },
  ] as const;
  test.each(cases)("$name: critical", ({ file }) => {
    expect(findPolicyFileFloor(changeFacts({ files: [file] }))).toEqual([floor]);
  });

  test.each(["docs/.github/sluice.yml", ".github/sluice.yaml", "sluice.yml"])("not %s", (path) => {
    expect(findPolicyFileFloor(changeFacts({ files: [fileChange(path)] }))).toEqual([]);
  });
});
