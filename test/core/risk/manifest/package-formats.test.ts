import { expect, test } from "@jest/globals";
import type { FileChange } from "#core/change/facts.ts";
import { findVersionChanges } from "#core/risk/major-bump.ts";
import { changeFacts, manifestChange } from "../../../support/facts.ts";

type Case = { name: string; file: FileChange; majors: readonly string[] };

const found: readonly Case[] = [
  {
    name: "npm, a caret range",
    file: manifestChange("package.json", '-    "react": "^17.0.2",', '+    "react": "^18.0.0",'),
    majors: ["react 17 to 18"],
  },
  {
    name: "npm, a scoped package below a workspace",
    file: manifestChange("web/package.json", '-"@acme/ui": "3.9.9"', '+"@acme/ui": "4.0.0-rc.1"'),
    majors: ["@acme/ui 3 to 4"],
  },
  {
    name: "npm, an alias",
    file: manifestChange("package.json", '-"r": "npm:react@^17.0.0"', '+"r": "npm:react@^18.0.0"'),
    majors: ["r 17 to 18"],
  },
  {
    name: "npm, all on one line",
    file: manifestChange(
      "package.json",
      '-{"a": "1.0.0", "b": "1.0.0"}',
      '+{"a": "1.1.0", "b": "2.0.0"}',
    ),
    majors: ["b 1 to 2"],
  },
  {
    name: "npm, the package manager",
    file: manifestChange(
      "package.json",
      '-"packageManager": "pnpm@8.1.0"',
      '+"packageManager": "pnpm@9.0.0"',
    ),
    majors: ["packagemanager 8 to 9"],
  },
  {
    name: "npm, a wider peer range",
    file: manifestChange("package.json", '-"react": "^17 || ^18"', '+"react": "^17 || ^18 || ^19"'),
    majors: ["react 18 to 19"],
  },
  {
    name: "npm, the same package unchanged in another section",
    file: manifestChange(
      "package.json",
      '   "react": ">=18"',
      '-  "react": "^17.0.0"',
      '+  "react": "^18.0.0"',
    ),
    majors: ["react 17 to 18"],
  },
  {
    name: "npm, a step back",
    file: manifestChange("package.json", '-"react": "^18.0.0"', '+"react": "^17.0.0"'),
    majors: ["react 18 to 17"],
  },
  {
    name: "leaving 0.x",
    file: manifestChange("package.json", '-"a": "^0.9.0"', '+"a": "^1.0.0"'),
    majors: ["a 0 to 1"],
  },
  {
    name: "composer",
    file: manifestChange(
      "composer.json",
      '-"symfony/console": "^5.4"',
      '+"symfony/console": "^6.4"',
    ),
    majors: ["symfony/console 5 to 6"],
  },
  {
    name: "Cargo, a plain version",
    file: manifestChange("Cargo.toml", '-clap = "3.2"', '+clap = "4"'),
    majors: ["clap 3 to 4"],
  },
  {
    name: "Cargo, an inline table",
    file: manifestChange(
      "crates/a/Cargo.toml",
      '-clap = { version = "3.2", features = ["derive"] }',
      '+clap = { version = "4.5", features = ["derive"] }',
    ),
    majors: ["clap 3 to 4"],
  },
  {
    name: "Cargo, a table of its own",
    file: manifestChange(
      "Cargo.toml",
      " [dependencies.clap]",
      '-version = "3.2"',
      '+version = "4.5"',
    ),
    majors: ["clap 3 to 4"],
  },
  {
    name: "Gradle's version catalogue",
    file: manifestChange("gradle/libs.versions.toml", '-okhttp = "4.12.0"', '+okhttp = "5.0.0"'),
    majors: ["okhttp 4 to 5"],
  },
  {
    name: "Go, a module path with its version",
    file: manifestChange(
      "go.mod",
      "-\tgithub.com/acme/widget/v2 v2.3.1",
      "+\tgithub.com/acme/widget/v3 v3.0.0",
    ),
    majors: ["github.com/acme/widget 2 to 3"],
  },
  {
    name: "Go, from no suffix to /v2",
    file: manifestChange(
      "go.mod",
      "-require github.com/acme/widget v1.9.0",
      "+require github.com/acme/widget/v2 v2.0.0 // indirect",
    ),
    majors: ["github.com/acme/widget 1 to 2"],
  },
  {
    name: "Go, gopkg.in",
    file: manifestChange("go.mod", "-\tgopkg.in/yaml.v2 v2.4.0", "+\tgopkg.in/yaml.v3 v3.0.1"),
    majors: ["gopkg.in/yaml 2 to 3"],
  },
  {
    name: "Go, a replacement",
    file: manifestChange(
      "go.mod",
      "-replace a.org/b => c.org/d v1.0.0",
      "+replace a.org/b => c.org/d/v2 v2.0.0",
    ),
    majors: ["c.org/d 1 to 2"],
  },
  {
    name: "Maven, a dependency",
    file: manifestChange(
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
    file: manifestChange(
      "api/pom.xml",
      "-<spring-boot.version>2.7.18</spring-boot.version>",
      "+<spring-boot.version>3.2.0</spring-boot.version>",
    ),
    majors: ["spring-boot.version 2 to 3"],
  },
  {
    name: "Gradle, coordinates",
    file: manifestChange(
      "app/build.gradle.kts",
      '-    implementation("org.acme:widget:1.9.0")',
      '+    implementation("org.acme:widget:2.0.0")',
    ),
    majors: ["org.acme:widget 1 to 2"],
  },
  {
    name: "Gradle, a plugin",
    file: manifestChange(
      "build.gradle",
      "-  id 'org.acme.build' version '6.1'",
      "+  id 'org.acme.build' version '7.0'",
    ),
    majors: ["org.acme.build 6 to 7"],
  },
  {
    name: "Gradle, a variable",
    file: manifestChange(
      "build.gradle",
      "-ext.kotlin_version = '1.9.20'",
      "+ext.kotlin_version = '2.0.0'",
    ),
    majors: ["ext.kotlin_version 1 to 2"],
  },
  {
    name: "Gradle, its own wrapper",
    file: manifestChange(
      "gradle/wrapper/gradle-wrapper.properties",
      "-distributionUrl=https\\://services.gradle.org/distributions/gradle-7.6-bin.zip",
      "+distributionUrl=https\\://services.gradle.org/distributions/gradle-8.5-bin.zip",
    ),
    majors: ["gradle 7 to 8"],
  },
  {
    name: "pip, a pinned version with a marker and hashes",
    file: manifestChange(
      "requirements.txt",
      '-Django[argon2]==3.2.23 ; python_version >= "3.8" \\',
      "+Django==4.2.7 --hash=sha256:00ff",
    ),
    majors: ["django 3 to 4"],
  },
  {
    name: "pip, an upper bound",
    file: manifestChange("requirements/base.in", "-celery>=4.0,<5", "+celery>=4.0,<6"),
    majors: ["celery 4 to 5"],
  },
  {
    name: "pyproject, Poetry",
    file: manifestChange("pyproject.toml", '-django = "^3.2"', '+django = "^4.2"'),
    majors: ["django 3 to 4"],
  },
  {
    name: "pyproject, a list of requirements",
    file: manifestChange(
      "pyproject.toml",
      '-dependencies = ["httpx>=0.27", "typing_extensions~=3.10"]',
      '+dependencies = ["httpx>=0.28", "typing_extensions~=4.0"]',
    ),
    majors: ["typing-extensions 3 to 4"],
  },
  {
    name: "setup.py",
    file: manifestChange("setup.py", "-    'requests>=1.0',", "+    'requests>=2.0',"),
    majors: ["requests 1 to 2"],
  },
  {
    name: "Bundler",
    file: manifestChange("Gemfile", "-gem 'rails', '~> 6.1', '>= 6.1.4'", "+gem 'rails', '~> 7.0'"),
    majors: ["rails 6 to 7"],
  },
  {
    name: "a gemspec",
    file: manifestChange(
      "acme.gemspec",
      '-  spec.add_dependency "faraday", "~> 1.0"',
      '+  spec.add_dependency "faraday", "~> 2.0"',
    ),
    majors: ["faraday 1 to 2"],
  },
  {
    name: "NuGet, a reference",
    file: manifestChange(
      "src/Acme/Acme.csproj",
      '-    <PackageReference Include="Serilog" Version="3.1.1" />',
      '+    <PackageReference Include="Serilog" Version="4.0.0" />',
    ),
    majors: ["serilog 3 to 4"],
  },
  {
    name: "NuGet, the version inside",
    file: manifestChange(
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
    file: manifestChange(
      "Directory.Packages.props",
      '-<PackageVersion Include="xunit" Version="1.9.3" />',
      '+<PackageVersion Include="xunit" Version="2.9.0" />',
    ),
    majors: ["xunit 1 to 2"],
  },
  {
    name: "Swift",
    file: manifestChange(
      "Package.swift",
      '-.package(url: "https://github.com/apple/swift-nio", from: "1.9.0"),',
      '+.package(url: "https://github.com/apple/swift-nio", from: "2.0.0"),',
    ),
    majors: ["https://github.com/apple/swift-nio 1 to 2"],
  },
  {
    name: "Mix",
    file: manifestChange("mix.exs", '-{:phoenix, "~> 1.7"},', '+{:phoenix, "~> 2.0"},'),
    majors: ["phoenix 1 to 2"],
  },
  {
    name: "Pub",
    file: manifestChange("pubspec.yaml", "-  http: ^0.13.0", "+  http: ^1.0.0"),
    majors: ["http 0 to 1"],
  },
];

test.each(found)("$name", ({ file, majors }) => {
  expect(findVersionChanges(changeFacts({ files: [file] })).majors).toEqual(majors);
});
