import { describe, expect, test } from "@jest/globals";
import {
  classifyFile,
  classifyFileChange,
  type FileClass,
  fileClassRules,
} from "#core/risk/file-class.ts";
import { fileChange } from "../../support/facts.ts";

const pathsByClass: Record<FileClass, readonly string[]> = {
  source: [
    "src/app.ts",
    "app.py",
    "Makefile",
    "package.json",
    "Cargo.toml",
    "go.mod",
    "requirements.txt",
    "CMakeLists.txt",
    "robots.txt",
    "src/config.yml",
    ".github/workflows/ci.yml",
    ".github/CODEOWNERS",
    "Dockerfile",
    "main.tf",
    "db/migrations/0001_init.sql",
    "index.html",
    "styles/site.css",
    "dist/index.js",
    "build/tool.js",
    "lib/vendored.ts",
    "src/latest.ts",
    "src/contest.go",
    "src/latest.java",
    "src/testing/clock.ts",
    "src/test.ts",
    "src/attestation/sign.go",
    "src/KeySpec.java",
    "src/AUDIT.java",
    "src/documents/store.ts",
    "src/docs.ts",
    "src/license-check.ts",
    "src/README.ts",
    "src/i18n/index.ts",
    "locales/load.py",
    "lang/en/messages.php",
    "templates/mail.ftl",
    "src/generator.ts",
    "src/lock.ts",
    "yarn.lock.ts",
    "src/assets/main.js",
    "public/app.js",
    "vendor",
    "docs",
    "src/a b/ü.ts",
    "src/line\nbreak.ts",
    "examples/hello.rs",
  ],
  lock: [
    "package-lock.json",
    "web/yarn.lock",
    "pnpm-lock.yaml",
    "bun.lockb",
    "Cargo.lock",
    "go.sum",
    "Gemfile.lock",
    "composer.lock",
    "poetry.lock",
    "uv.lock",
    "packages.lock.json",
    "app/gradle.lockfile",
    "mix.lock",
    "pubspec.lock",
    "Package.resolved",
    "infra/.terraform.lock.hcl",
    "flake.lock",
  ],
  vendored: [
    "vendor/github.com/a/b/c.go",
    "third_party/zlib/inflate.c",
    "web/node_modules/left-pad/index.js",
    "ios/Pods/AFNetworking/AFNetworking.m",
    "vendor/a/README.md",
    "vendor/a/go.sum",
  ],
  generated: [
    "api/user.pb.go",
    "gen/user_pb2.py",
    "gen/user_pb2_grpc.pyi",
    "web/user_pb.d.ts",
    "lib/model.g.dart",
    "lib/model.freezed.dart",
    "Forms/Main.Designer.cs",
    "static/app.min.js",
    "static/app.js.map",
    "src/schema.generated.ts",
    "src/routes.gen.go",
    "src/types_generated.rs",
    "pkg/zz_generated.deepcopy.go",
    "src/__generated__/query.ts",
    "src/generated/client.ts",
  ],
  tests: [
    "test/app.ts",
    "packages/a/tests/fixture.json",
    "src/__tests__/app.tsx",
    "src/app.test.ts",
    "src/app.spec.mjs",
    "src/__snapshots__/app.snap",
    "pkg/server_test.go",
    "tests/README.md",
    "app/test_models.py",
    "conftest.py",
    "spec/models/user_spec.rb",
    "lib/user_spec.rb",
    "src/test/java/org/acme/WidgetTest.java",
    "Acme.Tests/WidgetTests.cs",
    "pkg/testdata/golden.txt",
    "features/login.feature",
    "cypress/login.cy.js",
  ],
  translations: [
    "po/de.po",
    "locale/de/LC_MESSAGES/app.po",
    "public/locales/de/common.json",
    "config/locales/de.yml",
    "src/i18n/fr.json",
    "lib/l10n/app_de.arb",
    "de.lproj/Localizable.strings",
    "src/main/resources/messages_de.properties",
    "messages.xlf",
  ],
  docs: [
    "README.md",
    "README",
    "LICENSE.txt",
    "CHANGELOG",
    "docs/guide/start.html",
    "docs/conf.py",
    "packages/a/doc/api.txt",
    "Documentation/kernel.rst",
    "src/notes.adoc",
    "site/page.mdx",
    ".github/PULL_REQUEST_TEMPLATE.md",
  ],
  assets: [
    "logo.png",
    "src/icons/close.svg",
    "fonts/inter.woff2",
    "media/intro.mp4",
    "handbook.pdf",
    "data.tar.gz",
  ],
};

const cases = Object.entries(pathsByClass).flatMap(([fileClass, paths]) =>
  paths.map((path) => ({ path, fileClass })),
);

describe("classifyFile", () => {
  test.each(cases)("$path is $fileClass", ({ path, fileClass }) => {
    expect(classifyFile(path, [])).toBe(fileClass);
  });

  test("what the policy ignores is generated", () => {
    const ignore = ["dist/**", "**/*.snap"];
    expect(classifyFile("dist/index.js", ignore)).toBe("generated");
    expect(classifyFile("a/b.snap", ignore)).toBe("generated");
    expect(classifyFile("src/app.ts", ignore)).toBe("source");
  });

  test("two policies with other lists don't mix", () => {
    expect(classifyFile("a.ts", ["*.ts"])).toBe("generated");
    expect(classifyFile("a.ts", ["*.js"])).toBe("source");
  });

  test("no folder and no name stands in two rules", () => {
    const entries = fileClassRules.flatMap(({ folders, names }) => [...folders, ...names]);
    expect(new Set(entries).size).toBe(entries.length);
  });
});

describe("classifyFileChange", () => {
  const cases = [
    { name: "moved into docs", from: "src/a.ts", to: "docs/a.ts", fileClass: "source" },
    { name: "moved out of docs", from: "docs/a.ts", to: "src/a.ts", fileClass: "source" },
    { name: "renamed to a test", from: "src/a.ts", to: "src/a.test.ts", fileClass: "source" },
    { name: "moved within docs", from: "docs/a.md", to: "docs/b.md", fileClass: "docs" },
    { name: "moved from tests to docs", from: "test/a.ts", to: "docs/a.ts", fileClass: "docs" },
  ] as const;
  test.each(cases)("$name: $fileClass", ({ from, to, fileClass }) => {
    const file = fileChange(to, { status: "renamed", previousPath: from });
    expect(classifyFileChange(file, [])).toBe(fileClass);
  });

  test("moved from source into an ignored folder: source", () => {
    const file = fileChange("dist/a.ts", { status: "renamed", previousPath: "src/a.ts" });
    expect(classifyFileChange(file, ["dist/**"])).toBe("source");
  });
});
