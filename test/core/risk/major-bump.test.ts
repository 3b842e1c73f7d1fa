import { describe, expect, test } from "@jest/globals";
import type { FileChange } from "#core/change/facts.ts";
import { majorBump } from "#core/risk/factors/major-bump.ts";
import { findVersionChanges, isManifest } from "#core/risk/major-bump.ts";
import { changeFacts, dependabot, fileChange } from "../../support/facts.ts";
import { policyWithRisk } from "../../support/risk-policy.ts";

/** A manifest with one hunk, made of whole lines. */
function manifest(path: string, ...lines: readonly string[]): FileChange {
  return fileChange(path, { deletions: 1, patch: ["@@ -1,4 +1,4 @@", ...lines].join("\n") });
}

function majorsOf(...files: readonly FileChange[]): readonly string[] {
  return findVersionChanges(changeFacts({ files })).majors;
}

type Case = { name: string; file: FileChange; majors: readonly string[] };

const found: readonly Case[] = [
  {
    name: "npm, a caret range",
    file: manifest("package.json", '-    "react": "^17.0.2",', '+    "react": "^18.0.0",'),
    majors: ["react 17 to 18"],
  },
  {
    name: "npm, a scoped package below a workspace",
    file: manifest("web/package.json", '-"@acme/ui": "3.9.9"', '+"@acme/ui": "4.0.0-rc.1"'),
    majors: ["@acme/ui 3 to 4"],
  },
  {
    name: "npm, an alias",
    file: manifest("package.json", '-"r": "npm:react@^17.0.0"', '+"r": "npm:react@^18.0.0"'),
    majors: ["r 17 to 18"],
  },
  {
    name: "npm, all on one line",
    file: manifest(
      "package.json",
      '-{"a": "1.0.0", "b": "1.0.0"}',
      '+{"a": "1.1.0", "b": "2.0.0"}',
    ),
    majors: ["b 1 to 2"],
  },
  {
    name: "npm, the package manager",
    file: manifest(
      "package.json",
      '-"packageManager": "pnpm@8.1.0"',
      '+"packageManager": "pnpm@9.0.0"',
    ),
    majors: ["packagemanager 8 to 9"],
  },
  {
    name: "npm, a wider peer range",
    file: manifest("package.json", '-"react": "^17 || ^18"', '+"react": "^17 || ^18 || ^19"'),
    majors: ["react 18 to 19"],
  },
  {
    name: "npm, the same package unchanged in another section",
    file: manifest(
      "package.json",
      '   "react": ">=18"',
      '-  "react": "^17.0.0"',
      '+  "react": "^18.0.0"',
    ),
    majors: ["react 17 to 18"],
  },
  {
    name: "npm, a step back",
    file: manifest("package.json", '-"react": "^18.0.0"', '+"react": "^17.0.0"'),
    majors: ["react 18 to 17"],
  },
  {
    name: "leaving 0.x",
    file: manifest("package.json", '-"a": "^0.9.0"', '+"a": "^1.0.0"'),
    majors: ["a 0 to 1"],
  },
  {
    name: "composer",
    file: manifest("composer.json", '-"symfony/console": "^5.4"', '+"symfony/console": "^6.4"'),
    majors: ["symfony/console 5 to 6"],
  },
  {
    name: "Cargo, a plain version",
    file: manifest("Cargo.toml", '-clap = "3.2"', '+clap = "4"'),
    majors: ["clap 3 to 4"],
  },
  {
    name: "Cargo, an inline table",
    file: manifest(
      "crates/a/Cargo.toml",
      '-clap = { version = "3.2", features = ["derive"] }',
      '+clap = { version = "4.5", features = ["derive"] }',
    ),
    majors: ["clap 3 to 4"],
  },
  {
    name: "Cargo, a table of its own",
    file: manifest("Cargo.toml", " [dependencies.clap]", '-version = "3.2"', '+version = "4.5"'),
    majors: ["clap 3 to 4"],
  },
  {
    name: "Gradle's version catalogue",
    file: manifest("gradle/libs.versions.toml", '-okhttp = "4.12.0"', '+okhttp = "5.0.0"'),
    majors: ["okhttp 4 to 5"],
  },
  {
    name: "Go, a module path with its version",
    file: manifest(
      "go.mod",
      "-\tgithub.com/acme/widget/v2 v2.3.1",
      "+\tgithub.com/acme/widget/v3 v3.0.0",
    ),
    majors: ["github.com/acme/widget 2 to 3"],
  },
  {
    name: "Go, from no suffix to /v2",
    file: manifest(
      "go.mod",
      "-require github.com/acme/widget v1.9.0",
      "+require github.com/acme/widget/v2 v2.0.0 // indirect",
    ),
    majors: ["github.com/acme/widget 1 to 2"],
  },
  {
    name: "Go, gopkg.in",
    file: manifest("go.mod", "-\tgopkg.in/yaml.v2 v2.4.0", "+\tgopkg.in/yaml.v3 v3.0.1"),
    majors: ["gopkg.in/yaml 2 to 3"],
  },
  {
    name: "Go, a replacement",
    file: manifest(
      "go.mod",
      "-replace a.org/b => c.org/d v1.0.0",
      "+replace a.org/b => c.org/d/v2 v2.0.0",
    ),
    majors: ["c.org/d 1 to 2"],
  },
  {
    name: "Maven, a dependency",
    file: manifest(
      "pom.xml",
      "     <dependency>",
      "       <groupId>org.acme</groupId>",
      "       <artifactId>widget</artifactId>",
      "-      <version>1.9</version>",
      "+      <version>2.0</version>",
    ),
    majors: ["widget 1 to 2"],
  },
  {
    name: "Maven, a property",
    file: manifest(
      "api/pom.xml",
      "-<spring-boot.version>2.7.18</spring-boot.version>",
      "+<spring-boot.version>3.2.0</spring-boot.version>",
    ),
    majors: ["spring-boot.version 2 to 3"],
  },
  {
    name: "Gradle, coordinates",
    file: manifest(
      "app/build.gradle.kts",
      '-    implementation("org.acme:widget:1.9.0")',
      '+    implementation("org.acme:widget:2.0.0")',
    ),
    majors: ["org.acme:widget 1 to 2"],
  },
  {
    name: "Gradle, a plugin",
    file: manifest(
      "build.gradle",
      "-  id 'org.acme.build' version '6.1'",
      "+  id 'org.acme.build' version '7.0'",
    ),
    majors: ["org.acme.build 6 to 7"],
  },
  {
    name: "Gradle, a variable",
    file: manifest(
      "build.gradle",
      "-ext.kotlin_version = '1.9.20'",
      "+ext.kotlin_version = '2.0.0'",
    ),
    majors: ["ext.kotlin_version 1 to 2"],
  },
  {
    name: "Gradle, its own wrapper",
    file: manifest(
      "gradle/wrapper/gradle-wrapper.properties",
      "-distributionUrl=https\\://services.gradle.org/distributions/gradle-7.6-bin.zip",
      "+distributionUrl=https\\://services.gradle.org/distributions/gradle-8.5-bin.zip",
    ),
    majors: ["gradle 7 to 8"],
  },
  {
    name: "pip, a pinned version with a marker and hashes",
    file: manifest(
      "requirements.txt",
      '-Django[argon2]==3.2.23 ; python_version >= "3.8" \\',
      "+Django==4.2.7 --hash=sha256:00ff",
    ),
    majors: ["django 3 to 4"],
  },
  {
    name: "pip, an upper bound",
    file: manifest("requirements/base.in", "-celery>=4.0,<5", "+celery>=4.0,<6"),
    majors: ["celery 4 to 5"],
  },
  {
    name: "pyproject, Poetry",
    file: manifest("pyproject.toml", '-django = "^3.2"', '+django = "^4.2"'),
    majors: ["django 3 to 4"],
  },
  {
    name: "pyproject, a list of requirements",
    file: manifest(
      "pyproject.toml",
      '-dependencies = ["httpx>=0.27", "typing_extensions~=3.10"]',
      '+dependencies = ["httpx>=0.28", "typing_extensions~=4.0"]',
    ),
    majors: ["typing-extensions 3 to 4"],
  },
  {
    name: "setup.py",
    file: manifest("setup.py", "-    'requests>=1.0',", "+    'requests>=2.0',"),
    majors: ["requests 1 to 2"],
  },
  {
    name: "Bundler",
    file: manifest("Gemfile", "-gem 'rails', '~> 6.1', '>= 6.1.4'", "+gem 'rails', '~> 7.0'"),
    majors: ["rails 6 to 7"],
  },
  {
    name: "a gemspec",
    file: manifest(
      "acme.gemspec",
      '-  spec.add_dependency "faraday", "~> 1.0"',
      '+  spec.add_dependency "faraday", "~> 2.0"',
    ),
    majors: ["faraday 1 to 2"],
  },
  {
    name: "NuGet, a reference",
    file: manifest(
      "src/Acme/Acme.csproj",
      '-    <PackageReference Include="Serilog" Version="3.1.1" />',
      '+    <PackageReference Include="Serilog" Version="4.0.0" />',
    ),
    majors: ["serilog 3 to 4"],
  },
  {
    name: "NuGet, the version inside",
    file: manifest(
      "Acme.csproj",
      ' <PackageReference Include="Serilog">',
      "   <PrivateAssets>all</PrivateAssets>",
      "-  <Version>3.1.1</Version>",
      "+  <Version>4.0.0</Version>",
    ),
    majors: ["serilog 3 to 4"],
  },
  {
    name: "NuGet, central versions",
    file: manifest(
      "Directory.Packages.props",
      '-<PackageVersion Include="xunit" Version="1.9.3" />',
      '+<PackageVersion Include="xunit" Version="2.9.0" />',
    ),
    majors: ["xunit 1 to 2"],
  },
  {
    name: "Swift",
    file: manifest(
      "Package.swift",
      '-.package(url: "https://github.com/apple/swift-nio", from: "1.9.0"),',
      '+.package(url: "https://github.com/apple/swift-nio", from: "2.0.0"),',
    ),
    majors: ["https://github.com/apple/swift-nio 1 to 2"],
  },
  {
    name: "Mix",
    file: manifest("mix.exs", '-{:phoenix, "~> 1.7"},', '+{:phoenix, "~> 2.0"},'),
    majors: ["phoenix 1 to 2"],
  },
  {
    name: "Pub",
    file: manifest("pubspec.yaml", "-  http: ^0.13.0", "+  http: ^1.0.0"),
    majors: ["http 0 to 1"],
  },
  {
    name: "a base image",
    file: manifest(
      "Dockerfile",
      "-FROM --platform=amd64 node:20-alpine AS b",
      "+FROM node:22-alpine",
    ),
    majors: ["node 20 to 22"],
  },
  {
    name: "a base image with its digest",
    file: manifest("Dockerfile", "-FROM node:20@sha256:00ff", "+FROM node:22@sha256:ff00"),
    majors: ["node 20 to 22"],
  },
  {
    name: "a build argument",
    file: manifest("Dockerfile", "-ARG GO_VERSION=1.22", "+ARG GO_VERSION=2.0"),
    majors: ["go_version 1 to 2"],
  },
  {
    name: "an image in a compose file",
    file: manifest(
      "docker-compose.yml",
      '-    image: "postgres:15.4"',
      '+    image: "postgres:16"',
    ),
    majors: ["postgres 15 to 16"],
  },
  {
    name: "an action",
    file: manifest(
      ".github/workflows/ci.yml",
      "-      - uses: actions/checkout@v3",
      "+      - uses: actions/checkout@v4.1.0",
    ),
    majors: ["actions/checkout 3 to 4"],
  },
  {
    name: "an action, pinned by commit",
    file: manifest(
      ".github/workflows/ci.yml",
      `-      - uses: actions/checkout@${"8f".repeat(20)} # v3.6.0`,
      `+      - uses: actions/checkout@${"11".repeat(20)} # v4.1.0`,
    ),
    majors: ["actions/checkout 3 to 4"],
  },
  {
    name: "a Terraform provider",
    file: manifest(
      "main.tf",
      '       source  = "hashicorp/aws"',
      '-      version = "~> 4.0"',
      '+      version = "~> 5.0"',
    ),
    majors: ["hashicorp/aws 4 to 5"],
  },
  {
    name: "a Terraform module by reference",
    file: manifest(
      "main.tf",
      '-  source = "git::https://example.com/vpc.git?ref=v1.2.0"',
      '+  source = "git::https://example.com/vpc.git?ref=v2.0.0"',
    ),
    majors: ["git::https://example.com/vpc.git 1 to 2"],
  },
  {
    name: "several hunks, without context",
    file: fileChange("package.json", {
      deletions: 2,
      patch: '@@ -3 +3 @@\n-"a": "1.0.0"\n+"a": "1.1.0"\n@@ -9 +9 @@\n-"b": "1.0.0"\n+"b": "2.0.0"',
    }),
    majors: ["b 1 to 2"],
  },
  {
    name: "lines that end in CRLF",
    file: manifest("requirements.txt", "-a==1.0\r", "+a==2.0\r"),
    majors: ["a 1 to 2"],
  },
  {
    name: "a manifest on the move",
    file: {
      ...manifest("old/package.json.txt", '-"a": "1.0.0"', '+"a": "2.0.0"'),
      status: "renamed",
      previousPath: "package.json",
    },
    majors: ["a 1 to 2"],
  },
];

const traps: readonly Case[] = [
  ["a minor version", "package.json", '-"a": "^1.1.0"', '+"a": "^1.2.0"'],
  ["0.1 to 0.2", "Cargo.toml", '-a = "0.1"', '+a = "0.2"'],
  ["the project's own version", "package.json", '-"version": "1.9.0"', '+"version": "2.0.0"'],
  ["the crate's own version", "Cargo.toml", " [package]", '-version = "1.0"', '+version = "2.0"'],
  ["the edition", "Cargo.toml", '-edition = "2021"', '+edition = "2024"'],
  ["the runtime", "package.json", '-"node": ">=18"', '+"node": ">=20"'],
  ["a script", "package.json", '-"build": "tsc 4"', '+"build": "tsc 5"'],
  ["another dependency", "package.json", '-"a": "1.0.0"', '+"b": "2.0.0"'],
  ["a new dependency", "package.json", '+"b": "2.0.0"'],
  ["a removed dependency", "package.json", '-"b": "2.0.0"'],
  ["a dependency that moves", "package.json", '-"a": "1.0.0"', '   "b": "2.0.0"', '+"a": "1.0.0"'],
  [
    "context on both sides",
    "package.json",
    '   "a": "1.0.0"',
    '   "a": "2.0.0"',
    '-"b": "1.0.0"',
    '+"b": "1.1.0"',
  ],
  ["an excluded version", "requirements.txt", "-a>=1.0", "+a>=1.0,!=2.0"],
  ["an upper bound on the same major", "requirements.txt", "-a>=1.0,<2", "+a>=1.5,<2.0.0"],
  ["a setting of a tool", "setup.cfg", "-max-line-length = 88", "+max-line-length = 100"],
  [
    "the project's own version in Maven",
    "pom.xml",
    "   <modelVersion>4.0.0</modelVersion>",
    "   <artifactId>app</artifactId>",
    "-  <version>1.0</version>",
    "+  <version>2.0</version>",
  ],
  [
    "the assembly's own version",
    "Acme.csproj",
    '   <PackageReference Include="Serilog" Version="3.1.1" />',
    "-  <Version>1.0.0</Version>",
    "+  <Version>2.0.0</Version>",
  ],
  [
    "a SHA that starts with a digit",
    ".github/workflows/ci.yml",
    `-uses: a/b@${"1f".repeat(20)}`,
    `+uses: a/b@${"2f".repeat(20)}`,
  ],
  [
    "a local action",
    ".github/workflows/ci.yml",
    "-uses: ./.github/actions/a",
    "+uses: ./.github/actions/b",
  ],
  ["an image by digest alone", "Dockerfile", "-FROM a@sha256:11ff", "+FROM a@sha256:22ff"],
  ["a comment in Go", "go.mod", "-// github.com/a/b v1.0.0", "+// github.com/a/b v2.0.0"],
  ["the Go version", "go.mod", "-go 1.22", "+go 2.0"],
  ["a link to a file", "package.json", '-"a": "file:../a-1"', '+"a": "file:../a-2"'],
  ["no manifest", "src/versions.ts", '-"a": "1.0.0"', '+"a": "2.0.0"'],
  ["a lock file", "package-lock.json", '-"version": "1.0.0"', '+"version": "2.0.0"'],
].map(([name = "", path = "", ...lines]) => ({ name, file: manifest(path, ...lines), majors: [] }));

describe("findVersionChanges", () => {
  test.each(found)("finds $name", ({ file, majors }) => {
    expect(majorsOf(file)).toEqual(majors);
  });

  test.each(traps)("does not fall for $name", ({ file, majors }) => {
    expect(majorsOf(file)).toEqual(majors);
  });

  test("looks at every manifest", () => {
    const one = manifest("a/package.json", '-"x": "1.0.0"', '+"x": "1.1.0"');
    const two = manifest("b/package.json", '-"x": "1.0.0"', '+"x": "2.0.0"');
    expect(majorsOf(one, two)).toEqual(["x 1 to 2"]);
  });
});

describe("what can't be read", () => {
  const change = (file: FileChange) => findVersionChanges(changeFacts({ files: [file] }));
  const unread = { majors: [], unclear: "the diff of package.json can't be read" };

  test("a manifest without a patch", () => {
    expect(change(fileChange("package.json"))).toEqual(unread);
  });

  test("a very long patch", () => {
    expect(change(manifest("package.json", `+${"x\n+".repeat(100_000)}`))).toEqual(unread);
  });

  test("a very long line", () => {
    expect(change(manifest("package.json", `+${"x".repeat(1_000)}`))).toEqual(unread);
  });

  test("a lock file alone names no version", () => {
    expect(change(fileChange("go.sum")).unclear).toBe(
      "no dependency versions to compare in go.sum",
    );
  });

  test("a manifest that only moved is clear", () => {
    const moved = fileChange("web/package.json", {
      status: "renamed",
      previousPath: "package.json",
      additions: 0,
    });
    expect(change(moved)).toEqual({ majors: [], unclear: undefined });
  });

  test("a change without dependencies is clear", () => {
    expect(change(fileChange("src/app.ts"))).toEqual({ majors: [], unclear: undefined });
  });

  const hostile = ['"', '"a":', "<", "<a ", "(", "{:", "version", " ", "a.", "1.", "=", "uses: "];
  test.each(hostile)("lines full of %j end", (text) => {
    const line = `+${text.repeat(999 / text.length)}`;
    const paths = ["package.json", "Cargo.toml", "setup.py", "go.mod", "pom.xml", "a.csproj"];
    const files = [...paths, "build.gradle", "Gemfile", "mix.exs", "Dockerfile", "a.tf"].map(
      (path) => manifest(path, ...Array.from({ length: 190 }, () => line)),
    );
    expect(majorsOf(...files)).toEqual([]);
  });
});

describe("titles", () => {
  const claim = (title: string, author = dependabot) =>
    findVersionChanges(changeFacts({ author, title, files: [fileChange("yarn.lock")] }));
  const majors = [
    "Bump react from 17.0.2 to 18.0.0",
    "chore(deps): bump react from 17.0.2 to 18.0.0 in /web",
    "Update rails requirement from ~> 6.1 to ~> 7.0",
    "Update dependency react to v18",
    "fix(deps): update dependency react to v18.0.0 [security]",
    "Update actions/checkout action to v4",
    "Update react monorepo to v18.2.0 (major)",
    "Bump actions/checkout from 3 to 4",
  ];
  test.each(majors)("%s: major", (title) => {
    expect(claim(title)).toEqual({ majors: [`the title says "${title}"`], unclear: undefined });
  });

  const others = [
    "Bump react from 17.0.1 to 17.0.2",
    "Bump a from 0.1.0 to 0.2.0",
    "Update dependency react to v18.2.0",
    "Update rails requirement from ~> 7.0 to ~> 7.1",
  ];
  test.each(others)("%s: not major", (title) => {
    expect(claim(title)).toEqual({ majors: [], unclear: undefined });
  });

  const silent = ["Bump the group with 5 updates", "Lock file maintenance", "Move from a to b", ""];
  test.each(silent)("%j says nothing", (title) => {
    expect(claim(title).unclear).toBe("no dependency versions to compare in yarn.lock");
  });

  test("a person's title is not read", () => {
    const person = { ...dependabot, kind: "user" as const };
    expect(claim("Bump react from 17.0.2 to 18.0.0", person).majors).toEqual([]);
    expect(claim("Bump react from 17.0.1 to 17.0.2", person).unclear).toBeDefined();
  });

  test("a title takes nothing away from a manifest", () => {
    const file = manifest("package.json", '-"a": "1.0.0"', '+"a": "2.0.0"');
    const title = "Bump a from 1.0.0 to 1.0.1";
    const { majors } = findVersionChanges(
      changeFacts({ author: dependabot, title, files: [file] }),
    );
    expect(majors).toEqual(["a 1 to 2"]);
  });
});

describe("majorBump", () => {
  const { risk } = policyWithRisk();
  const bump = (name: string) => [`-"${name}": "1.0.0"`, `+"${name}": "2.0.0"`];

  test("names the dependencies, three at most", () => {
    const file = manifest("package.json", ...["a", "b", "c", "d"].flatMap(bump));
    expect(majorBump.find(changeFacts({ files: [file] }), risk)).toEqual({
      points: 12,
      observed: "a 1 to 2, b 1 to 2, c 1 to 2 and 1 more",
    });
  });

  test("says that there is none", () => {
    expect(majorBump.find(changeFacts(), risk)).toEqual({
      points: 0,
      observed: "no major dependency version",
    });
  });

  test("says when it can't tell", () => {
    const change = changeFacts({ files: [fileChange("package.json")] });
    expect(majorBump.find(change, risk)).toEqual({
      points: 0,
      observed: "the diff of package.json can't be read",
    });
  });
});

test("isManifest knows the files whose diffs are read", () => {
  expect(["web/package.json", "Gemfile", "a/Dockerfile"].every(isManifest)).toBe(true);
  expect(["package-lock.json", "src/app.ts"].some(isManifest)).toBe(false);
});
