/** Kinds of files that a firm takes or not. Programs are in none of them, and are never taken. */
export const fileFamilies = ['pdf', 'image', 'xml', 'office', 'text', 'archive', 'mail'] as const;

export type FileFamily = (typeof fileFamilies)[number];

const patterns: Readonly<Record<FileFamily, RegExp>> = {
  pdf: /^application\/pdf$/,
  image: /^image\//,
  xml: /^(application|text)\/xml$/,
  office:
    /^application\/(msword|rtf$|vnd\.(openxmlformats-officedocument|oasis\.opendocument|ms-excel|ms-powerpoint))|^text\/rtf$/,
  text: /^(text\/(plain|csv|html)|application\/json)$/,
  archive: /^application\/zip$/,
  mail: /^(message\/rfc822|application\/vnd\.ms-outlook)/,
};

/** The family of a media type, or `null` for what no firm takes. */
export function familyOf(mediaType: string): FileFamily | null {
  return fileFamilies.find((family) => patterns[family].test(mediaType)) ?? null;
}
