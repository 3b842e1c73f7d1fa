/** A dependency and the version, or range, that a manifest asks for. */
export type Declaration = { readonly dependency: string; readonly version: string };

/**
 * Finds the declarations in consecutive lines of a manifest. The lines are untrusted: a reader's expressions scan no
 * stretch of a line more than a few times. What it takes for a dependency by mistake can only raise a score.
 */
export type ReadDeclarations = (lines: readonly string[]) => readonly Declaration[];

/** A reader that looks at each line by itself. */
export function eachLine(read: (line: string) => readonly Declaration[]): ReadDeclarations {
  return (lines) => lines.flatMap(read);
}

/** One declaration for each match of an expression whose groups are the dependency and the version. */
export function eachMatch(pattern: RegExp): ReadDeclarations {
  return eachLine((line) =>
    [...line.matchAll(pattern)].flatMap(([, dependency, version]) =>
      dependency === undefined || version === undefined || isOwnKey(dependency)
        ? []
        : [{ dependency, version }],
    ),
  );
}

const ownKeys = new Set(
  (
    "version versionName versionCode edition resolver rust-version requires-python python_requires python python_version " +
    "php node npm yarn pnpm vscode sdk flutter"
  ).split(" "),
);

/** Whether a key's version is the manifest's own, or asks for a platform rather than a dependency. */
export function isOwnKey(key: string): boolean {
  return ownKeys.has(key);
}

/** The texts between quotes, single or double. */
export function quotedIn(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'/g)].map((found) => found[1] ?? found[2] ?? "");
}
