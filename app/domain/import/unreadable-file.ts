/** A file that cannot be read as a whole. The message says in words what is wrong and what to do. */
export class UnreadableFile extends Error {}
