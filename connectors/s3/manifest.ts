/** What an S3 bucket is given. The facts, and how sure each is, stand in README.md. */
import { type Manifest, placeManifest, templateField } from '@navette/connector';

export const manifest: Manifest = {
  ...placeManifest,
  id: 's3',
  name: 'S3',
  partner: 'S3',
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
    templateField,
  ],
  clientKey: {
    ...placeManifest.clientKey,
    help: {
      fr: 'Prend la place de {client} dans le nom des fichiers.',
      en: 'Takes the place of {client} in the names of files.',
    },
  },
  limits: { maxBytes: 100_000_000, mediaTypes: ['*'] },
  rate: { requests: 50, windowMs: 1_000, concurrency: 4 },
  requestTimeoutMs: 120_000,
  confidence: 'A',
  notes: [
    ...placeManifest.notes,
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
