import { randomBytes } from 'node:crypto';

/** Where a document that was kept would be read, none of which this sandbox serves. */
export function makeGedLinks() {
  const token = randomBytes(16).toString('hex');
  const link = `https://app.myunisoft.example/api/ged/ged/document/1-${token}`;
  return {
    token,
    link,
    thumbnail: `${link}/preview?x=90&y=120`,
    download: `${link}/download`,
    base: 'https://4.mycloud.myunisoft.example',
  };
}
