import { describe, expect, test } from "@jest/globals";
import type { FileChange } from "#core/change/facts.ts";
import { majorBump } from "#core/risk/factors/major-bump.ts";
import { findVersionChanges, isManifest } from "#core/risk/major-bump.ts";
import { changeFacts, dependabot, fileChange, manifestChange } from "../../support/facts.ts";
import { policyWithRisk } from "../../support/risk-policy.ts";

function majorsOf(...files: readonly FileChange[]): readonly string[] {
  return findVersionChanges(changeFacts({ files })).majors;
}

type Case = { name: string; file: FileChange; majors: readonly string[] };

const shapes: readonly Case[] = [
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
    file: manifestChange("requirements.txt", "-a==1.0\r", "+a==2.0\r"),
    majors: ["a 1 to 2"],
  },
  {
    name: "a manifest on the move",
    file: {
      ...manifestChange("old/package.json.txt", '-"a": "1.0.0"', '+"a": "2.0.0"'),
      status: "renamed",
      previousPath: "package.json",
    },
    majors: ["a 1 to 2"],
  },
];

const overlap = manifestChange(
  "package.json",
  '-"a": "^1.0.0"',
  '-"a": "^2.0.0"',
  '+"a": "^2.1.0"',
  '+"a": "^3.0.0"',
);

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
].map(([name = "", path = "", ...lines]) => ({
  name,
  file: manifestChange(path, ...lines),
  majors: [],
}));

describe("findVersionChanges", () => {
  test.each(shapes)("reads $name", ({ file, majors }) => {
    expect(majorsOf(file)).toEqual(majors);
  });

  test.each(traps)("does not fall for $name", ({ file, majors }) => {
    expect(majorsOf(file)).toEqual(majors);
  });

  test("versions of one major cancel out before the rest is compared", () => {
    expect(majorsOf(overlap)).toEqual(["a 1 to 3"]);
  });

  test("looks at every manifest", () => {
    const one = manifestChange("a/package.json", '-"x": "1.0.0"', '+"x": "1.1.0"');
    const two = manifestChange("b/package.json", '-"x": "1.0.0"', '+"x": "2.0.0"');
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
    expect(change(manifestChange("package.json", `+${"x\n+".repeat(100_000)}`))).toEqual(unread);
  });

  test("a very long line", () => {
    expect(change(manifestChange("package.json", `+${"x".repeat(1_000)}`))).toEqual(unread);
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
      (path) => manifestChange(path, ...Array.from({ length: 190 }, () => line)),
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
    const file = manifestChange("package.json", '-"a": "1.0.0"', '+"a": "2.0.0"');
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
    const file = manifestChange("package.json", ...["a", "b", "c", "d"].flatMap(bump));
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
