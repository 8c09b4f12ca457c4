// How much of hostile mail is kept. Far above what a list lets through; what is cut is named in `damage`.

/** Bytes kept of one mail. */
export const mailLimit = 32 << 20;
/** Bytes kept of one line as it was sent; base64 in one line is longer than it should be, but may be a patch. */
export const rawLineLimit = 8 << 20;
/** Characters kept of a decoded text. */
export const textLimit = 16 << 20;
/** Lines kept of a decoded text. */
export const lineCountLimit = 1_000_000;
/** Characters kept of one line of a text. */
export const lineLimit = 1 << 20;
/** Characters kept of one header. */
export const headerLimit = 64 << 10;
