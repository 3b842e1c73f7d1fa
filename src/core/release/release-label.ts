import { clipped } from "#core/text/words.ts";
import { parseTagName } from "./tag-name.ts";

/** The label that a released pull request gets. */
export type ReleaseLabel = {
  readonly name: string;
  /** Six hex digits, as GitHub takes them. */
  readonly color: string;
  readonly description: string;
};

/** GitHub's limits, in characters. */
const longestName = 50;
const longestDescription = 100;

/** The label of a release: `released: v1.2.0`. Of a tag that is too long the component's end gives way, then the version's. */
export function releaseLabel(tag: string): ReleaseLabel {
  return {
    name: nameOf(tag),
    color: "c2e0c6",
    description: clipped(`Change control: released with ${tag}`, longestDescription),
  };
}

function nameOf(tag: string): string {
  const prefix = "released: ";
  const room = longestName - prefix.length;
  if (tag.length <= room) return prefix + tag;
  const { component } = parseTagName(tag);
  const version = tag.slice(component.length);
  const roomForComponent = room - version.length - 1;
  return roomForComponent >= 3
    ? `${prefix}${tag.slice(0, roomForComponent)}…${version}`
    : `${prefix}${clipped(tag, room)}`;
}
