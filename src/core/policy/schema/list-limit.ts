/** At most so many globs, labels or authors in one list. */
export const listLimit = 100;
