/**
 * Text that Markdown shows as it stands, on one line: no link (not even of a bare address), image, HTML or table cell
 * comes of it.
 */
export const escapeMarkdown = (text: string): string => text.replace(/[!-/:-@[-`{-~]/g, '\\$&').replace(/\s+/g, ' ');
