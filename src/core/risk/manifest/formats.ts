import { compileGlobs } from "#core/policy/glob.ts";
import { readNuget, readPom, readTerraform, readToml } from "./block-readers.ts";
import type { ReadDeclarations } from "./declarations.ts";
import {
  readGoMod,
  readGradle,
  readImages,
  readJson,
  readMix,
  readProperties,
  readPubspec,
  readQuotedPairs,
  readQuotedRequirements,
  readRequirements,
  readUses,
} from "./line-readers.ts";

type ManifestFormat = {
  /** In lower case: they are matched whatever the letter case of a path. */
  readonly files: readonly string[];
  readonly readers: readonly ReadDeclarations[];
};

const packageFormats: readonly ManifestFormat[] = [
  { files: ["**/{package,composer,deno,jsr}.json", "**/deno.jsonc"], readers: [readJson] },
  { files: ["**/{cargo,libs.versions}.toml", "**/pipfile"], readers: [readToml] },
  { files: ["**/pyproject.toml"], readers: [readToml, readQuotedRequirements] },
  {
    files: ["**/*{requirements,constraints}*.{txt,in}", "**/requirements/*.{txt,in}"],
    readers: [readRequirements],
  },
  { files: ["**/setup.{py,cfg}"], readers: [readRequirements, readQuotedRequirements] },
  { files: ["**/go.{mod,work}"], readers: [readGoMod] },
  { files: ["**/pom.xml"], readers: [readPom] },
  {
    files: ["**/*.{csproj,fsproj,vbproj}", "**/directory.packages.props", "**/packages.config"],
    readers: [readNuget],
  },
  { files: ["**/*.{gradle,gradle.kts}"], readers: [readGradle] },
  {
    files: ["**/gradle.properties", "**/{gradle,maven}-wrapper.properties"],
    readers: [readProperties],
  },
  {
    files: ["**/{gemfile,gems.rb,podfile,package.swift}", "**/*.{gemspec,podspec}"],
    readers: [readQuotedPairs],
  },
  { files: ["**/mix.exs"], readers: [readMix] },
  { files: ["**/pubspec.yaml"], readers: [readPubspec] },
];

/** What is built, shipped and run with: these paths have floors of their own. */
const deliveryFormats: readonly ManifestFormat[] = [
  {
    files: [
      "**/{dockerfile,containerfile}*",
      "**/*.{dockerfile,containerfile}",
      "**/{docker-compose,compose}*.{yml,yaml}",
    ],
    readers: [readImages],
  },
  {
    files: [".github/workflows/*.{yml,yaml}", "**/action.{yml,yaml}"],
    readers: [readUses, readImages],
  },
  { files: ["**/*.{tf,tofu}"], readers: [readTerraform] },
];

/** Globs, in lower case, of the manifests in which a project names its packages. */
export const packageManifestGlobs: readonly string[] = packageFormats.flatMap(({ files }) => files);

const compiledFormats = [...packageFormats, ...deliveryFormats].map(({ files, readers }) => ({
  match: compileGlobs(files),
  readers,
}));

/** The readers for a manifest at a path; empty for other files. */
export function readersFor(path: string): readonly ReadDeclarations[] {
  const lowerCase = path.toLowerCase();
  return compiledFormats.find(({ match }) => match(lowerCase) !== undefined)?.readers ?? [];
}
