import type { FileChange } from "#core/change/facts.ts";
import { namesOf } from "#core/change/file-names.ts";
import { compileGlobs, type GlobMatcher } from "#core/policy/glob.ts";

/** What a file is for. Only the lines of `source` files count in a change's size. */
export type FileClass =
  | "source"
  | "lock"
  | "vendored"
  | "generated"
  | "tests"
  | "translations"
  | "docs"
  | "assets";

export type FileClassRule = {
  readonly fileClass: Exclude<FileClass, "source">;
  /** A file below a folder of one of these names, at any depth. */
  readonly folders: readonly string[];
  /** Only files of these names count in those folders; all, when absent. */
  readonly filesInFolders?: string;
  /** A file whose name, without folders, matches one of these globs. */
  readonly names: readonly string[];
};

/**
 * A folder tells before a name does, the outermost folder first; of names, the first that matches. What no rule matches
 * is `source`. Letter case matters, and what is ambiguous is left out (`dist`, `build`, `lib`, `*.txt`): to take a file
 * for source by mistake raises a score, the other mistake lowers it.
 */
export const fileClassRules: readonly FileClassRule[] = [
  {
    fileClass: "lock",
    folders: [],
    names: [
      "{package-lock,npm-shrinkwrap,packages.lock}.json",
      "{yarn,bun,deno,Cargo,Gemfile,composer,poetry,Pipfile,uv,pdm,pixi,mix,rebar,pubspec,Podfile}.lock",
      "{flake,Chart,buf,paket,shard,renv,MODULE.bazel}.lock",
      "{pnpm-lock.yaml,bun.lockb,gems.locked,pylock.toml,stack.yaml.lock,.terraform.lock.hcl}",
      "{go,go.work}.sum",
      "{Package,Cartfile}.resolved",
      "{gradle,buildscript-gradle}.lockfile",
    ],
  },
  {
    fileClass: "vendored",
    folders: [
      "vendor",
      "vendored",
      "third_party",
      "third-party",
      "thirdparty",
      "3rdparty",
      "node_modules",
      "bower_components",
      "Godeps",
      "Pods",
      "Carthage",
    ],
    names: [],
  },
  {
    fileClass: "generated",
    folders: ["generated", "__generated__"],
    names: [
      "*.{min.js,min.css,map}",
      "*.{pb.go,pb.gw.go,pb.cc,pb.h,pb.dart,pb.swift}",
      "*_{pb,grpc_pb}.{js,ts,d.ts}",
      "*_pb2{,_grpc}.{py,pyi}",
      "*.{g,freezed}.dart",
      "*.{g,Designer,designer}.cs",
      "*.{generated,gen}.*",
      "*_generated.*",
      "zz_generated.*",
    ],
  },
  {
    fileClass: "tests",
    folders: [
      "test",
      "tests",
      "Tests",
      "__tests__",
      "__mocks__",
      "__snapshots__",
      "__fixtures__",
      "spec",
      "specs",
      "testdata",
      "fixtures",
      "e2e",
      "cypress",
      "androidTest",
    ],
    names: [
      "*.{test,spec}.*",
      "*.{snap,feature}",
      "*_test.{go,py,rb,exs,c,cc,cpp,dart,clj}",
      "*_spec.{rb,lua}",
      "test_*.{py,rb}",
      "conftest.py",
      "*{Test,Tests}.{java,kt,scala,groovy,cs,fs,vb,swift,php}",
    ],
  },
  {
    fileClass: "translations",
    folders: ["locale", "locales", "i18n", "l10n", "translations"],
    filesInFolders: "*.{json,yml,yaml,properties,csv}",
    names: ["*.{po,pot,xlf,xliff,arb,strings,stringsdict,xcstrings}", "messages_*.properties"],
  },
  {
    fileClass: "docs",
    folders: ["doc", "docs", "Documentation", "documentation"],
    names: [
      "*.{md,mdx,markdown,rst,adoc,asciidoc,textile,org}",
      "{README,CHANGELOG,CHANGES,HISTORY,NEWS,AUTHORS,CONTRIBUTORS,NOTICE}{,.txt}",
      "{LICENSE,LICENCE,COPYING}{,.txt}",
    ],
  },
  {
    fileClass: "assets",
    folders: [],
    names: [
      "*.{png,jpg,jpeg,gif,webp,avif,bmp,ico,icns,svg,tif,tiff,heic,psd,ai,sketch,fig}",
      "*.{woff,woff2,ttf,otf,eot}",
      "*.{mp3,mp4,m4a,wav,ogg,flac,webm,mov,avi}",
      "*.{pdf,zip,gz,tgz,bz2,xz,7z}",
    ],
  },
];

const classByFolder = new Map(
  fileClassRules.flatMap(({ fileClass, folders, filesInFolders = "*" }) => {
    const holds = compileGlobs([filesInFolders]);
    return folders.map((folder) => [folder, { fileClass, holds }] as const);
  }),
);
const classByName = new Map(
  fileClassRules.flatMap(({ fileClass, names }) => names.map((glob) => [glob, fileClass] as const)),
);
const matchName = compileGlobs([...classByName.keys()]);
const ignoreMatchers = new WeakMap<readonly string[], GlobMatcher>();

/**
 * What the file at a path is for, told by its folders and its name alone. A file that the policy ignores
 * (`risk.ignore`) is `generated`. Pass the policy's own list: it is compiled once.
 */
export function classifyFile(path: string, ignoreGlobs: readonly string[]): FileClass {
  if (ignoreMatcher(ignoreGlobs)(path) !== undefined) return "generated";
  const folders = path.split("/");
  const name = folders.pop() ?? "";
  for (const folder of folders) {
    const rule = classByFolder.get(folder);
    if (rule?.holds(name) !== undefined) return rule.fileClass;
  }
  return classByName.get(matchName(name) ?? "") ?? "source";
}

/** What a changed file is for. A renamed file is `source` when either of its names is: its author chose the new one. */
export function classifyFileChange(file: FileChange, ignoreGlobs: readonly string[]): FileClass {
  const [fileClass = "source", ...former] = namesOf(file).map((name) =>
    classifyFile(name, ignoreGlobs),
  );
  return former.includes("source") ? "source" : fileClass;
}

function ignoreMatcher(globs: readonly string[]): GlobMatcher {
  const known = ignoreMatchers.get(globs);
  if (known !== undefined) return known;
  const matcher = compileGlobs(globs);
  ignoreMatchers.set(globs, matcher);
  return matcher;
}
