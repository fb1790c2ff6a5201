/** What an S3 bucket is given. The facts, and how sure each is, stand in README.md. */
import type { Manifest } from '@navette/connector';

export const manifest: Manifest = {
  id: 's3',
  name: 'S3',
  partner: 'S3',
  kind: 'transport',
  summary: {
    fr: 'Dépose les documents dans un bucket S3 : AWS, Scaleway, OVHcloud, MinIO, Ceph.',
    en: 'Puts documents into an S3 bucket: AWS, Scaleway, OVHcloud, MinIO, Ceph.',
  },
  reach: 'http',
  fields: [
    {
      name: 'address',
      label: { fr: 'Point d’accès', en: 'Endpoint' },
      help: {
        fr: 'L’adresse du service, sans le bucket.',
        en: 'The address of the service, without the bucket.',
      },
      secret: false,
      required: true,
      normalise: 'address',
      defaultValue: 'https://s3.eu-west-3.amazonaws.com',
    },
    {
      name: 'region',
      label: { fr: 'Région', en: 'Region' },
      secret: false,
      required: true,
      normalise: 'trim',
      defaultValue: 'eu-west-3',
    },
    {
      name: 'bucket',
      label: { fr: 'Bucket', en: 'Bucket' },
      help: { fr: 'Il doit exister.', en: 'It must exist.' },
      secret: false,
      required: true,
      normalise: 'trim',
    },
    {
      name: 'accessKeyId',
      label: { fr: 'Identifiant de clé d’accès', en: 'Access key id' },
      help: {
        fr: 'D’un compte qui peut lister ce bucket, y lire et y écrire (s3:ListBucket, s3:GetObject, s3:PutObject).',
        en: 'Of an account that may list this bucket, read and write there (s3:ListBucket, s3:GetObject, s3:PutObject).',
      },
      secret: false,
      required: true,
      normalise: 'trim',
    },
    {
      name: 'secretAccessKey',
      label: { fr: 'Clé d’accès secrète', en: 'Secret access key' },
      secret: true,
      required: true,
      normalise: 'trim',
    },
    {
      name: 'addressing',
      label: { fr: 'Le bucket se trouve', en: 'The bucket stands' },
      secret: false,
      required: true,
      normalise: 'none',
      defaultValue: 'path',
      choices: [
        { value: 'path', label: { fr: 'après l’adresse (courant)', en: 'after the address (usual)' } },
        {
          value: 'host',
          label: { fr: 'devant l’adresse, comme un sous-domaine', en: 'before the address, as a subdomain' },
        },
      ],
    },
    {
      name: 'template',
      label: { fr: 'Nom des fichiers', en: 'Names of files' },
      secret: false,
      required: true,
      normalise: 'template',
      defaultValue: '{client}/{type}/{date}-{name}',
    },
  ],
  clientKey: {
    kind: 'code',
    label: { fr: 'Dossier du client', en: 'Client’s folder' },
    help: {
      fr: 'Prend la place de {client} dans le nom des fichiers.',
      en: 'Takes the place of {client} in the names of files.',
    },
    pattern: '[\\p{L}\\p{N}](?:[\\p{L}\\p{N} ._-]{0,98}[\\p{L}\\p{N}])?',
    example: 'DUPONT',
    checked: 'never',
  },
  listsDossiers: false,
  types: [
    { type: 'purchase', partnerValue: 'achats', confirmed: true, afterUnknown: 'lookup' },
    { type: 'sales', partnerValue: 'ventes', confirmed: true, afterUnknown: 'lookup' },
    { type: 'expense', partnerValue: 'notes-de-frais', confirmed: true, afterUnknown: 'lookup' },
    { type: 'administrative', partnerValue: 'administratif', confirmed: true, afterUnknown: 'lookup' },
    { type: 'other', partnerValue: 'autres', confirmed: true, afterUnknown: 'lookup' },
  ],
  limits: { maxBytes: 100_000_000, mediaTypes: ['*'] },
  rate: { requests: 50, windowMs: 1_000, concurrency: 4 },
  requestTimeoutMs: 120_000,
  confirmation: 'none',
  duplicates: 'merged',
  confidence: 'A',
  notes: [
    {
      fr: 'Sur un serveur qui n’écrit pas sous condition, les noms se terminent par les 12 premiers chiffres de l’empreinte du document, pour qu’aucun n’en remplace un autre.',
      en: 'On a server that does not write under a condition, names end with the first 12 digits of the document’s hash, so that none replaces another.',
    },
    {
      fr: 'Un objet vide nommé .navette est laissé à côté des documents.',
      en: 'An empty object called .navette is left beside the documents.',
    },
  ],
};
